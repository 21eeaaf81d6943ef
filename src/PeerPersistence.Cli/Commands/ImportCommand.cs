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
        var file = new Argument<string>("file") { Description = "The backup to read." };
        var browser = new Option<bool>("--from-browser")
        {
            Description = "The file is JSON.stringify(localStorage) of the JavaScript original.",
        };
        var conflict = Values.OneOf<ImportConflict>("--on-conflict", "Which of two records of a peer stays. The default is KeepNewest.");
        var most = Values.Number(
            "--max-peers", "How many peers the store may hold afterwards; the least valuable go. No limit unless given.", least: 1);
        var backup = new PassphraseOptions("backup-passphrase", "of the backup, which opens its secrets");
        var command = new Command(
            "import", "Merges a backup into a store in one commit. Creates the store if it does not exist.")
        {
            file, browser, conflict, most,
        };
        backup.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var choice = await run.ChooseAsync(mayCreateKeys: true, cancellationToken).ConfigureAwait(false);
            var passphrase = await backup.ReadAsync(run.Parsed, run.Console, isNew: false, cancellationToken).ConfigureAwait(false);
            var json = await Files.ReadAsync(run.Parsed.GetRequiredValue(file), cancellationToken).ConfigureAwait(false);
            var export = run.Get(browser)
                ? await LocalStorageImport.ReadAsync(json, choice.Prefix, MaxSize, cancellationToken).ConfigureAwait(false)
                : PeerExport.Parse(json, MaxSize);

            // A backup that cannot be imported leaves no new store behind.
            var made = new NewFiles(choice, run.KeyFile);
            var isOfUse = false;
            try
            {
                var result = await ImportAsync(
                    choice, export, new() { Passphrase = passphrase, OnConflict = run.Get(conflict) }, run.Get(most), run.Console.Time,
                    cancellationToken).ConfigureAwait(false);
                var exit = result.Failures.Count + result.LeftOut.Count == 0 ? ExitCode.Done : ExitCode.Problem;
                isOfUse = exit == ExitCode.Done || result.Imported > 0;
                run.Show(result, ToolJson.Default.ImportResult, screen => Write(screen, result));
                return exit;
            }
            finally
            {
                if (!isOfUse)
                    made.Delete();
            }
        });
    }

    private static async Task<ImportResult> ImportAsync(
        StoreChoice choice, PeerExport export, ImportOptions how, int? most, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = await OpenedPeers.OpenAsync(
            choice, mayCreate: true, time, cancellationToken,
            options => options.MaxPeers = most ?? options.MaxPeers).ConfigureAwait(false);
        await using var _ = opened.ConfigureAwait(false);
        return await opened.Service.ImportDataAsync(export, how, cancellationToken).ConfigureAwait(false);
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
