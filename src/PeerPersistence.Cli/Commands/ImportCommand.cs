using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Merges a backup into a store.</summary>
internal static class ImportCommand
{
    // Who names a file of their own on a command line has asked for it.
    private const int MaxSize = 256 * 1024 * 1024;

    public static Command Create(Tool tool)
    {
        var file = new Argument<string>("file") { Description = "The backup." };
        var browser = new Option<bool>("--from-browser")
        {
            Description = "The file is JSON.stringify(localStorage) of the JavaScript original.",
        };
        var conflict = new Option<ImportConflict>("--on-conflict") { Description = "Which of two records of a peer stays." };
        var most = new Option<int?>("--max-peers")
        {
            Description = "How many peers the store may hold afterwards; the least valuable go. No limit unless given.",
        };
        var backup = new PassphraseOptions("backup-passphrase", "of the backup, which opens its secrets");
        var command = new Command(
            "import", "Merges a backup into a store in one commit. Creates the store if it does not exist.")
        {
            file, browser, conflict, most,
        };
        backup.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            if (run.Get(most) < 1)
                throw ToolException.Usage($"--max-peers must be at least 1 (was {run.Get(most)}).");
            var choice = await run.ChooseAsync(mayCreateKeys: true, cancellationToken).ConfigureAwait(false);
            var passphrase = await backup.ReadAsync(run.Parsed, run.Console, isNew: false, cancellationToken).ConfigureAwait(false);
            var json = await Files.ReadAsync(run.Parsed.GetRequiredValue(file), cancellationToken).ConfigureAwait(false);
            var export = run.Get(browser)
                ? await LocalStorageImport.ReadAsync(json, choice.Prefix, MaxSize, cancellationToken).ConfigureAwait(false)
                : PeerExport.Parse(json, MaxSize);

            // Only now: a file that is no backup makes no store.
            var opened = await OpenedPeers.OpenAsync(
                choice, mayCreate: true, run.Console.Time, cancellationToken,
                options => options.MaxPeers = run.Get(most) ?? options.MaxPeers).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var result = await opened.Service.ImportDataAsync(
                export, new() { Passphrase = passphrase, OnConflict = run.Get(conflict) }, cancellationToken).ConfigureAwait(false);
            run.Show(result, ToolJson.Default.ImportResult, screen => Write(screen, result));
            return result.Failures.Count + result.LeftOut.Count == 0 ? ExitCode.Done : ExitCode.Problem;
        });
    }

    private static void Write(IAnsiConsole screen, ImportResult result)
    {
        screen.WriteLine(
            $"{result.Imported} imported, {result.Skipped} left as they were, {result.Evicted} beyond the limit, "
            + $"{result.SecretsLeftOut} without their secrets");
        foreach (var peerId in result.Conflicts)
            screen.MarkupLine($"[yellow]![/] {PlainText.Markup(peerId, 48)}: the backup says otherwise than the store");
        foreach (var failure in result.Failures)
            screen.MarkupLine(
                $"[red]✗[/] entry {failure.Index} {PlainText.Markup(failure.PeerId ?? "", 48)}: {PlainText.Markup(failure.Reason)}");
        LeftOutText.Write(screen, result.LeftOut);
    }
}
