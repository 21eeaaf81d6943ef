using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Mends what can be mended: what every opening mends, and, where told to, records that nobody can read.</summary>
internal static class RepairCommand
{
    public static Command Create(Tool tool)
    {
        var removeDamaged = new Option<bool>("--remove-damaged")
        {
            Description = "Removes records that cannot be read. They are then lost.",
        };
        var command = new Command(
            "repair",
            "Mends what an opening mends: torn tails, the index, and damaged bytes, which it sets aside in a file beside the store. "
            + "The exit code is 1 if something is left.") { removeDamaged };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            var choice = await run.ChooseAsync(mayCreateKeys: false, cancellationToken).ConfigureAwait(false);
            var before = await StoreCheck.RunAsync(choice, run.Console.Time, cancellationToken).ConfigureAwait(false);
            if (before.Refusal is { } refusal)
                throw new SecretUnavailableException(refusal.Message, refusal); // Before anything is changed.
            var (removed, setAside) = await MendAsync(
                choice, run.Get(removeDamaged) ? before.Findings : [], run.Console.Time, cancellationToken).ConfigureAwait(false);
            var after = await StoreCheck.RunAsync(choice, run.Console.Time, cancellationToken).ConfigureAwait(false);
            RepairJson document = new(
                choice.Address.ToString(), [.. before.Findings.Except(after.Findings)], after.Findings, removed, setAside);
            run.Show(document, ToolJson.Default.RepairJson, screen => Write(screen, document));
            return after.Findings.Count == 0 ? ExitCode.Done : ExitCode.Problem;
        });
    }

    private static async Task<(List<string> Removed, string? SetAside)> MendAsync(
        StoreChoice choice, IEnumerable<Finding> findings, TimeProvider time, CancellationToken cancellationToken)
    {
        var opened = await OpenedPeers.OpenAsync(choice, mayCreate: false, time, cancellationToken).ConfigureAwait(false);
        await using var _ = opened.ConfigureAwait(false);
        await opened.Service.InitializeAsync(cancellationToken).ConfigureAwait(false);
        List<string> removed = [];
        foreach (var finding in findings)
        {
            if (finding is { Kind: "damaged-record", PeerId: { } peerId }
                && await IsDamagedAsync(opened.Service, peerId, cancellationToken).ConfigureAwait(false)
                && await opened.Service.RemovePeerAsync(peerId, cancellationToken).ConfigureAwait(false))
                removed.Add(peerId);
        }

        return (removed, opened.Recovery?.DamagedBytesPath);
    }

    /// <summary>Asked again: somebody may have healed the record since.</summary>
    private static async Task<bool> IsDamagedAsync(PeerPersistenceService peers, string peerId, CancellationToken cancellationToken)
    {
        try
        {
            await peers.GetPeerAsync(peerId, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (PeerDataCorruptedException)
        {
            return true;
        }
    }

    private static void Write(IAnsiConsole screen, RepairJson document)
    {
        FindingText.Write(screen, "[green]✓ mended:[/]", document.Mended.Where(finding => !finding.IsLoss));
        FindingText.Write(screen, "[yellow]! gone for good:[/]", document.Mended.Where(finding => finding.IsLoss));
        FindingText.Write(screen, "[red]✗ left:[/]", document.Left);
        foreach (var peerId in document.RemovedPeers)
            screen.MarkupLine($"removed the record of '{PlainText.Markup(peerId)}'");
        if (document.DamagedBytesPath is { } path)
            screen.MarkupLine($"the damaged bytes are in {PlainText.Markup(path)}");
        if (document.Mended.Count + document.Left.Count == 0)
            screen.MarkupLine("[green]✓ nothing to mend[/]");
    }
}
