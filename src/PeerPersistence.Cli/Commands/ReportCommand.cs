using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A page with plots.</summary>
internal static class ReportCommand
{
    public static Command Create(Tool tool)
    {
        var file = new Option<string>("--out") { Description = "The page to write.", HelpName = "path", Required = true };
        var force = new Option<bool>("--force") { Description = "Replaces the file." };
        var command = new Command("report", "Writes one HTML page with plots, which needs no network: names, no addresses, no secrets. Changes nothing.") { file, force };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var path = run.Parsed.GetRequiredValue(file);
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var data = await ReportData.ReadAsync(opened, run.Now, cancellationToken).ConfigureAwait(false);
            await Files.WriteAsync(path, ReportPage.ToHtml(data), run.Get(force), cancellationToken).ConfigureAwait(false);
            ReportJson document = new(path, data.Totals.Peers);
            run.Show(document, ToolJson.Default.ReportJson, screen => screen.WriteLine($"{document.Peers} peers in {PlainText.Of(path)}"));
            return ExitCode.Done;
        });
    }
}
