namespace PeerPersistence;

/// <summary>What others tell of a peer, and what of it is taken in. Pure.</summary>
internal static class Hearsay
{
    /// <summary>
    /// A known peer gets the addresses it did not have, as far as there is place, and nothing else; an unknown one is a stranger.
    /// </summary>
    /// <returns><c>null</c>: nothing new.</returns>
    public static StoredPeer? Take(StoredPeer? before, PeerData told, string introducedBy, DateTimeOffset now)
    {
        if (before is null)
            return new() { Peer = Stranger(told, now), IsKeyClaimed = told.PublicKey is not null, IntroducedBy = introducedBy };
        var known = before.Peer.CachedCandidates;
        var lines = known.Select(address => address.Candidate).ToHashSet(StringComparer.Ordinal);
        var more = told.CachedCandidates
            .Where(address => lines.Add(address.Candidate)).Take(PeerLimits.CachedCandidates - known.Count).ToList();

        // Without a history they are dialled last.
        return more.Count == 0 ? null : before with { Peer = before.Peer with { CachedCandidates = [.. known, .. more] } };
    }

    private static PeerData Stranger(PeerData told, DateTimeOffset now) => new()
    {
        PeerId = told.PeerId,
        UserId = told.UserId,
        DisplayName = told.DisplayName,
        PublicKey = told.PublicKey,
        FirstSeen = now,
        LastSeen = now,
        IceServers = told.IceServers,
        CachedCandidates = told.CachedCandidates,
        ConnectionQuality = new() { LastMeasured = now },
        Metadata = told.Metadata,
    };
}
