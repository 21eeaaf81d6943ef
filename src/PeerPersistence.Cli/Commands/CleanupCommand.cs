using System.CommandLine;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Removes whom the application would remove, and strangers not seen for long.</summary>
internal static class CleanupCommand
{
    private const int MostShown = 10;

    public static Command Create(Tool tool)
    {
        var silence = Durations.Option("--not-seen-for", "Also removes strangers who were not seen for this long, at least a day.");
        var failures = Values.Number("--failed-attempts", "Removes strangers after so many tries in vain. The default is 5.", least: 1);
        var most = Values.Number("--max-peers", "How many peers can stay. The least valuable go. By default there is no limit.", least: 1);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only says which peers would be removed. Changes nothing." };
        var command = new Command(
            "cleanup", "Removes peers that are of no use any more: friends only after a month of tries in vain, and never pinned peers.")
        {
            silence, failures, most, dryRun,
        };

        return tool.Runs(command, async (run, cancellationToken) =>
        {
            CleanupRules rules = new(run.Get(silence), run.Get(failures), run.Get(most));
            var opened = run.Get(dryRun)
                ? await run.ReadAsync(cancellationToken, rules.Apply).ConfigureAwait(false)
                : await run.OpenAsync(cancellationToken, rules.Apply).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var gone = await Cleanup.RunAsync(opened, rules, run.Now, cancellationToken).ConfigureAwait(false);
            var left = await opened.Service.CountAsync(cancellationToken).ConfigureAwait(false);
            CleanupJson document = new(run.Get(dryRun), gone, left);
            run.Show(document, ToolJson.Default.CleanupJson, screen => Write(screen, document));
            return ExitCode.Done;
        });
    }

    private static void Write(IAnsiConsole screen, CleanupJson document)
    {
        foreach (var peer in document.Removed.Take(MostShown))
            screen.WriteLine($"{PeerText.IdAndName(peer.PeerId, peer.DisplayName)}: {peer.Why}");
        if (document.Removed.Count > MostShown)
            screen.WriteLine($"and {document.Removed.Count - MostShown} more; --json lists all");
        var (gone, left) = (Counted.Of(document.Removed.Count, "peer"), document.PeersLeft);
        screen.WriteLine(document.DryRun ? $"{gone} would go, {left} would stay" : $"{gone} removed, {left} left");
    }
}
