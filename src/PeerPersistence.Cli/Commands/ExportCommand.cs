using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A backup of all peers in a file.</summary>
internal static class ExportCommand
{
    public static Command Create(Tool tool)
    {
        var file = new Option<string>("--out") { Description = "The file to write; - for standard output.", HelpName = "path", Required = true };
        var force = new Option<bool>("--force") { Description = "Replaces the file." };
        var presence = new Option<bool>("--presence") { Description = "With the diary of when peers are there." };
        var backup = new PassphraseOptions("backup-passphrase", "of the backup, which seals its secrets");
        var command = new Command("export", "Writes a backup: names and addresses in clear, secrets only under a passphrase of the backup. Changes nothing.") { file, force, presence };
        backup.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var path = run.Parsed.GetRequiredValue(file);
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var passphrase = await backup.ReadAsync(run.Parsed, run.Console, isNew: true, cancellationToken).ConfigureAwait(false);
            if (passphrase is not null && opened.Choice.Keys is null)
                throw ToolException.Keys("To seal secrets for a backup they have to be opened first: --key-file or --passphrase.");
            var export = await opened.Service.ExportDataAsync(new() { Passphrase = passphrase, IncludePresence = run.Get(presence) }, cancellationToken).ConfigureAwait(false);
            if (path == "-")
            {
                await run.Console.Output.WriteLineAsync(export.ToJson()).ConfigureAwait(false);
                return ExitCode.Done;
            }

            await Files.WriteAsync(path, export.ToJson(), run.Get(force), cancellationToken).ConfigureAwait(false);
            ExportJson document = new(path, export.Peers.Count, export.SecretsLeftOut.Count, passphrase is not null);
            run.Show(document, ToolJson.Default.ExportJson, screen => screen.WriteLine(
                $"{document.Peers} peers in {PlainText.Of(path)}, {(document.Sealed ? "secrets sealed" : "without secrets")}; {document.SecretsLeftOut} secrets left out"));
            return ExitCode.Done;
        });
    }
}
