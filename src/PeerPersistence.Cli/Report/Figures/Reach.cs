namespace PeerPersistence.Cli;

/// <summary>How often tries to reach peers of a type succeed.</summary>
/// <param name="Type">How the peers were last reached.</param>
/// <param name="Peers">How many peers.</param>
/// <param name="Tries">The tries that say something of them.</param>
/// <param name="Successes">Those that succeeded.</param>
internal sealed record Reach(ConnectionType Type, int Peers, double Tries, double Successes)
{
    public double Share => Tries > 0 ? Successes / Tries : 0;

    /// <summary>Of all peers, by type.</summary>
    /// <remarks>
    /// The presence model counts a failure as far as the peer was there, and forgets slowly. Of a peer that it knows nothing of,
    /// the counts of connections tell.
    /// </remarks>
    public static IReadOnlyList<Reach> Of(IEnumerable<PeerData> peers, IReadOnlyDictionary<string, PresenceState> memory) =>
    [
        .. peers.GroupBy(peer => peer.ConnectionQuality.ConnectionType).OrderBy(group => group.Key).Select(group =>
        {
            var counts = group.Select(peer => Counts(peer, memory.GetValueOrDefault(peer.PeerId))).ToList();
            return new Reach(group.Key, counts.Count, counts.Sum(count => count.Tries), counts.Sum(count => count.Successes));
        }),
    ];

    private static (double Tries, double Successes) Counts(PeerData peer, PresenceState? state)
    {
        if (state is not null && state.ReachOk + state.ReachFail > 0)
            return (state.ReachOk + state.ReachFail, state.ReachOk);
        var quality = peer.ConnectionQuality;
        // The original's data may hold more.
        return (quality.TotalConnections, Math.Min(quality.SuccessfulConnections, quality.TotalConnections));
    }
}
