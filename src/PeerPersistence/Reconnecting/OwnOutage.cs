namespace PeerPersistence;

/// <summary>Tells an outage of our own from peers that do not answer, by who failed together. Pure.</summary>
/// <remarks>
/// A round in which nobody answers proves nothing: an attacker who has cut the app off from its friends looks the same, and made-up
/// strangers never answer. So only friends prove an outage.
/// </remarks>
internal static class OwnOutage
{
    /// <summary>More likely than so, in percent, is as good as certain.</summary>
    private const double Certain = 90;

    /// <summary>Friends that fail together.</summary>
    private const int Enough = 2;

    private static readonly TimeSpan MomentAgo = TimeSpan.FromMinutes(10);

    /// <param name="failed">All that were tried, in a round that reached nobody.</param>
    /// <param name="now">The present.</param>
    public static bool IsProvenBy(IReadOnlyList<ReconnectionCandidate> failed, DateTimeOffset now)
    {
        var certain = failed.Where(candidate => candidate.Peer.IsFriend && Chance(candidate) > Certain).ToList();
        return certain.Count > 0 && certain.Union(failed.Where(WorkedAMomentAgo)).Count() >= Enough && failed.Any(WorkedAMomentAgo);

        bool WorkedAMomentAgo(ReconnectionCandidate candidate) =>
            candidate.Peer.IsFriend && now - candidate.Peer.LastConnected <= MomentAgo;
    }

    /// <summary>What the model says, in percent: how tries at strangers came out must excuse nobody.</summary>
    private static double Chance(ReconnectionCandidate candidate) =>
        candidate.Factors is { } why ? 100 * why.Online * why.Alive * why.Reach : candidate.Score;
}
