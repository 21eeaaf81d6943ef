using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A page with plots.</summary>
internal static class ReportCommand
{
    public static Command Create(Tool tool)
    {
        var output = new OutputOptions("The page to write; - for standard output.", otherwise: "peers-report.html");
        var command = new Command(
            "report", "Writes one HTML page with plots, names and ids, without addresses or secrets. Needs no network. Changes nothing.");
        output.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var path = output.Read(run.Parsed);
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var data = await ReportData.ReadAsync(opened, run.Now, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(run, path, ReportPage.ToHtml(data), cancellationToken).ConfigureAwait(false);
            if (path is null)
                return ExitCode.Done; // The page is all there is on standard output.
            ReportJson document = new(path, data.Totals.Peers);
            run.Show(
                document, ToolJson.Default.ReportJson,
                screen => screen.WriteLine($"{Counted.Of(document.Peers, "peer")} in {PlainText.Of(Path.GetFullPath(path))}"));
            return ExitCode.Done;
        });
    }
}
