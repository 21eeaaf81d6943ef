namespace PeerPersistence.Benchmarks.Selection;

/// <summary>The original: its score, its limits, its blacklist, its daily cleanup, and failures counted during our own outage too.</summary>
internal sealed class OriginalPolicy() : ScorePolicy("the original's score, its limits", Score)
{
    private const int Day = 86400;
    private const int MostPeers = 300;

    private int _lastCleanup;

    protected override bool BlamesInOutage => true;

    protected override IReadOnlyList<SimulatedPeer> Order(int now)
    {
        if (now - _lastCleanup > Day)
            CleanUp(now);
        var eligible = Known.Values
            .Where(history => history.BlacklistedUntil <= now && now - history.LastSeen <= 7 * Day)
            .OrderByDescending(history => PeerScore.Quality(history.Quality)).ThenBy(history => history.Peer.Number)
            .Take(2 * MostTries);
        return Best(eligible, now);
    }

    protected override void Fail(History history, int now)
    {
        base.Fail(history, now);
        if (history.Attempts >= 5 && history.Quality.SuccessfulConnections == 0)
            history.BlacklistedUntil = now + Day;
    }

    private static double Score(History history, int now) =>
        PeerScore.ReconnectionOf(
            new PeerSummary
            {
                PeerId = "",
                FirstSeen = default,
                LastSeen = World.At(history.LastSeen),
                ReconnectionAttempts = history.Attempts,
                TotalConnections = history.Quality.TotalConnections,
                SuccessfulConnections = history.Quality.SuccessfulConnections,
                Quality = PeerScore.Quality(history.Quality),
            },
            World.At(now));

    private void CleanUp(int now)
    {
        _lastCleanup = now;
        var stale = Known.Values
            .Where(history => now - history.LastSeen > 30 * Day || (history.Attempts >= 5 && history.BlacklistedUntil <= now)).ToList();
        var surplus = Known.Values.Except(stale).OrderByDescending(history => history.LastSeen).Skip(MostPeers);
        foreach (var history in stale.Concat(surplus).ToList())
            Known.Remove(history.Peer);
    }
}
