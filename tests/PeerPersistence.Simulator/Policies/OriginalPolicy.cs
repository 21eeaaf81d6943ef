namespace PeerPersistence.Simulator;

/// <summary>The original: its score, its limits, its blacklist, its daily cleanup, and failures counted during our own outage too.</summary>
internal sealed class OriginalPolicy(int maxPeers = 300) : ScorePolicy("the original's score, its limits", Score), IRetrying
{
    private const int Day = 86400;

    private int _lastCleanup;

    protected override bool BlamesInOutage => true;

    /// <summary>The original says nothing of later rounds; an app asks it for candidates again. Those connected do not take their places.</summary>
    public void Retry(int now, IReadOnlyCollection<SimulatedPeer> connected, Func<SimulatedPeer, bool> connect) =>
        Try(Eligible(now, IRetrying.MostTries, connected), now, wanted: int.MaxValue, connect);

    /// <summary>The original's own loop: one after the other. It knows no time-out; here its app has one.</summary>
    public TimeSpan Reconnect(int now, Func<SimulatedPeer, TimedTry> tryOut, Action<SimulatedPeer> hold)
    {
        var (time, connected) = (TimeSpan.Zero, 0);
        Reconnect(now, TimedStarts.Wanted, peer =>
        {
            var (answers, takes) = tryOut(peer);
            time += takes;
            if (!answers)
                return false;
            connected++;
            hold(peer);
            return true;
        });
        return connected < TimedStarts.Wanted ? TimeSpan.MaxValue : time;
    }

    public override void Open(int now)
    {
        if (now - _lastCleanup > Day)
            CleanUp(now);
    }

    public override IReadOnlyList<(SimulatedPeer Peer, double Value)> Candidates(int now, int most = MostTries)
    {
        Open(now);
        return Eligible(now, most, []);
    }

    protected override void Fail(History history, int now)
    {
        base.Fail(history, now);
        if (history.Attempts >= 5 && history.Quality.SuccessfulConnections == 0)
            history.BlacklistedUntil = now + Day;
    }

    private IReadOnlyList<(SimulatedPeer Peer, double Value)> Eligible(int now, int limit, IReadOnlyCollection<SimulatedPeer> without)
    {
        var eligible = Known.Values
            .Where(history => !without.Contains(history.Peer) && history.BlacklistedUntil <= now && now - history.LastSeen <= 7 * Day)
            .OrderByDescending(history => PeerScore.Quality(history.Quality)).ThenBy(history => history.Peer.Number)
            .Take(2 * limit);
        return Best(eligible, limit, now);
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
        var surplus = Known.Values.Except(stale).OrderByDescending(history => history.LastSeen).Skip(maxPeers);
        foreach (var history in stale.Concat(surplus).ToList())
            Known.Remove(history.Peer);
    }
}
