using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A backup of all peers in a file.</summary>
internal static class ExportCommand
{
    public static Command Create(Tool tool)
    {
        var output = new OutputOptions("The file to write; - for standard output.");
        var presence = new Option<bool>("--presence") { Description = "Adds the diary of when peers are there." };
        var backup = new PassphraseOptions("backup-passphrase", "of the backup, which seals its secrets");
        var command = new Command(
            "export",
            "Writes a backup: names and addresses in clear, secrets only if you give it a passphrase. Changes nothing.") { presence };
        output.AddTo(command);
        backup.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var path = output.Read(run.Parsed);
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var passphrase = await backup.ReadAsync(run.Parsed, run.Console, isNew: true, cancellationToken).ConfigureAwait(false);
            if (passphrase is not null && opened.Choice.Keys is null)
                throw ToolException.Keys("To seal secrets for a backup they have to be opened first: --key-file or --passphrase.");
            var export = await opened.Service.ExportDataAsync(new()
            {
                Passphrase = passphrase,
                IncludePresence = run.Get(presence),
            }, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(run, path, export.ToJson(), cancellationToken).ConfigureAwait(false);
            var exit = export.LeftOut.Count == 0 ? ExitCode.Done : ExitCode.Problem;
            if (path is null)
            {
                LeftOutText.Write(run.Console.Talk, export.LeftOut);
                return exit; // The backup is all there is on standard output.
            }

            ExportJson document = new(path, export.Peers.Count, export.SecretsLeftOut.Count, passphrase is not null, export.LeftOut);
            run.Show(document, ToolJson.Default.ExportJson, screen =>
            {
                screen.WriteLine(
                    $"{Counted.Of(document.Peers, "peer")} in {PlainText.Of(document.File)}, "
                    + $"{(document.Sealed ? "secrets sealed" : "without secrets")}; "
                    + $"{Counted.Of(document.SecretsLeftOut, "secret")} left out");
                LeftOutText.Write(screen, document.LeftOut);
            });
            return exit;
        });
    }
}
