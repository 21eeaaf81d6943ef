using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Forgets everything of an application in a store.</summary>
internal static class ClearCommand
{
    private const string Consent = "yes";

    public static Command Create(Tool tool)
    {
        var yes = new Option<bool>("--yes") { Description = "Does not ask." };
        var command = new Command(
            "clear", "Destroys all peers, secrets and keys of an application in a store. Says first what that is, and asks.") { yes };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            if (!run.Get(yes) && !run.Console.CanAsk)
                throw ToolException.Usage("Nobody can be asked here. To destroy everything without a question: --yes.");
            var opened = await run.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var document = await CountAsync(opened, cancellationToken).ConfigureAwait(false);
            run.Console.Complain(InWords(document, run));
            if (!run.Get(yes) && !await AgreesAsync(run.Console, cancellationToken).ConfigureAwait(false))
                throw ToolException.Usage("Nothing was changed.");
            await opened.Service.ClearAllAsync(cancellationToken).ConfigureAwait(false);
            run.Show(document, ToolJson.Default.ClearJson, screen => screen.WriteLine(
                $"{PlainText.Of(document.Store)} is empty: {Counted.Of(document.Peers, "peer")} destroyed"));
            return ExitCode.Done;
        });
    }

    private static async Task<ClearJson> CountAsync(OpenedPeers opened, CancellationToken cancellationToken)
    {
        var stats = await opened.Service.GetStorageStatsAsync(cancellationToken).ConfigureAwait(false);
        int? keys = null;
        try
        {
            var usage = await opened.Service.GetKeyUsageAsync(cancellationToken).ConfigureAwait(false);
            keys = usage.Count(key => key.State != KeyState.Destroyed);
        }
        catch (SecretUnavailableException)
        {
            // A key ring that is damaged goes, too.
        }

        var peers = await opened.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false }, cancellationToken).ConfigureAwait(false);
        return new(
            opened.Choice.Address.ToString(), stats.PeerCount, peers.Count(peer => peer.SecretStatus != SecretStatus.None), keys);
    }

    private static string InWords(ClearJson document, Invocation run)
    {
        var keys = document.Keys is { } known ? Counted.Of(known, "key") : "a key ring that cannot be read";
        var setAside = run.Address is { Scheme: FileScheme, Place: var place } ? FileScheme.SetAside(place).ToList() : [];
        return $"This destroys for good, in {document.Store}: {Counted.Of(document.Peers, "peer")}, "
            + $"{Counted.Of(document.Secrets, "shared secret")}, {keys}{string.Concat(setAside.Select(path => $", {path}"))}. "
            + "A backup and the file of the master key stay.";
    }

    private static async Task<bool> AgreesAsync(ToolConsole console, CancellationToken cancellationToken)
    {
        await console.Errors.WriteAsync($"To go on, type {Consent}: ".AsMemory(), cancellationToken).ConfigureAwait(false);
        await console.Errors.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await console.Input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } answer && answer.Trim() == Consent;
    }
}
