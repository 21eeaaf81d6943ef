using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>How full a store is, and what its secrets and keys are like.</summary>
internal static class StatsCommand
{
    public static Command Create(Tool tool) => tool.Runs(
        new Command("stats", "Counts peers, secrets and keys. Changes nothing."),
        async (run, cancellationToken) =>
        {
            var opened = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = opened.ConfigureAwait(false);
            var stats = await opened.Service.GetStorageStatsAsync(cancellationToken).ConfigureAwait(false);
            var peers = await opened.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false }, cancellationToken).ConfigureAwait(false);
            var keys = await opened.Service.GetKeyUsageAsync(cancellationToken).ConfigureAwait(false);
            StatsJson document = new(
                run.Address.ToString(), stats.PeerCount, peers.Count(peer => peer.IsPinned),
                peers.Count(peer => peer.BlacklistUntil > run.Now),
                peers.Count(peer => peer.LastConnected is not null), stats.DamagedRecords, stats.EstimatedSizeBytes, stats.LastCleanup,
                Enum.GetValues<SecretStatus>().ToDictionary(status => status, status => peers.Count(peer => peer.SecretStatus == status)),
                keys);
            run.Show(document, ToolJson.Default.StatsJson, screen => Write(screen, document, run.Now));
            return ExitCode.Done;
        });

    private static void Write(IAnsiConsole screen, StatsJson stats, DateTimeOffset now)
    {
        var grid = new Grid().AddColumns(2);
        Row("store", stats.Store);
        Row(
            "peers",
            $"{stats.Peers}, {stats.Pinned} of them pinned, {stats.Blacklisted} blacklisted, {stats.EverConnected} ever connected");
        Row("damaged records", stats.DamagedRecords.ToString(CultureInfo.InvariantCulture));
        Row("size", string.Create(CultureInfo.InvariantCulture, $"{stats.EstimatedSizeBytes / 1024.0:N1} KiB, as a browser counts"));
        Row("last cleanup", Ago.Exactly(stats.LastCleanup, now));
        Row(
            "secrets",
            string.Join(", ", stats.Secrets
                .Where(count => count.Value > 0).OrderBy(count => count.Key == SecretStatus.None)
                .Select(count => PeerText.Counted(count.Key, count.Value))));
        foreach (var key in stats.Keys)
            Row($"key {key.KeyId}", $"{PeerText.InWords(key.State)}, seals {Counted.Of(key.Secrets, "secret")}");
        screen.Write(grid);

        void Row(string name, string value) => grid.AddRow($"[grey]{name}[/]", PlainText.Markup(value));
    }
}
