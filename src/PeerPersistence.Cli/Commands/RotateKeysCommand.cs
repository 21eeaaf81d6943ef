using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>A new key for the secrets, and, where told to, another master key.</summary>
internal static class RotateKeysCommand
{
    public static Command Create(Tool tool)
    {
        var newKeyFile = new Option<string?>("--new-key-file")
        {
            Description = "Wraps the store's keys by this key file from now on. Makes the file if it is missing.",
            HelpName = "path",
        };
        var newPassphrase = new PassphraseOptions("new-passphrase", "that wraps the store's keys from now on");
        var command = new Command(
            "rotate-keys",
            "Makes a new key and seals every secret again under it. If it is stopped half-way, run it again.") { newKeyFile };
        newPassphrase.AddTo(command);

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            if (run.Get(newKeyFile) is not null && newPassphrase.Count(run.Parsed) > 0)
                throw ToolException.Usage("Name a new key file or a new passphrase, not both.");
            var choice = await run.ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
            if (choice.Keys is not { } keys)
                throw ToolException.Keys("To rotate the keys you must name the present key: --key-file or --passphrase.");
            var next = await NextAsync(run, run.Get(newKeyFile), newPassphrase, cancellationToken).ConfigureAwait(false);
            var either = next is null ? choice : choice with { Keys = new EitherKey(keys, next) };
            var opened = await OpenedPeers.OpenAsync(either, mayCreate: false, run.Console.Time, cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var resealed = await RotateAsync(opened, run.Console, cancellationToken).ConfigureAwait(false);
            if (next is not null)
                await opened.Service.ChangeMasterKeyAsync(next, cancellationToken).ConfigureAwait(false);
            RotateJson document = new(
                resealed, next is not null, await opened.Service.GetKeyUsageAsync(cancellationToken).ConfigureAwait(false));
            run.Show(document, ToolJson.Default.RotateJson, screen => Write(screen, document));
            return ExitCode.Done;
        });
    }

    private static async Task<IMasterKeyProvider?> NextAsync(
        Invocation run, string? keyFile, PassphraseOptions options, CancellationToken cancellationToken)
    {
        if (keyFile is not null)
            return new KeyFileProvider(keyFile, allowSharedFile: true);
        return await options.ReadAsync(run.Parsed, run.Console, isNew: true, cancellationToken).ConfigureAwait(false) is { } passphrase
            ? new PassphraseProvider(() => passphrase)
            : null;
    }

    private static Task<int> RotateAsync(OpenedPeers opened, ToolConsole console, CancellationToken cancellationToken) =>
        ProgressBar.RunAsync(console.Talk, "sealing", bar => opened.Service.RotateKeysAsync(new Steps(bar), cancellationToken));

    private static void Write(IAnsiConsole screen, RotateJson document)
    {
        screen.MarkupLine(
            $"[green]✓[/] {Counted.Of(document.Resealed, "secret")} sealed again"
            + (document.MasterKeyChanged ? "; the keys are wrapped by the new master key" : ""));
        foreach (var key in document.Keys)
            screen.WriteLine($"key {key.KeyId}: {PeerText.InWords(key.State)}, {Counted.Of(key.Secrets, "secret")}");
    }

    /// <summary>Counts every peer that was looked at as one share.</summary>
    private sealed class Steps(IProgress<double> bar) : IProgress<KeyRotationProgress>
    {
        public void Report(KeyRotationProgress value) => bar.Report(1.0 / Math.Max(1, value.Peers));
    }
}
