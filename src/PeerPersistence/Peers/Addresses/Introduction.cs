namespace PeerPersistence;

/// <summary>What somebody else tells of a peer: that it may exist, and where. Pure.</summary>
internal static class Introduction
{
    /// <summary>Unproven addresses that one introducer may have with one peer.</summary>
    private const int PerIntroducer = 4;

    /// <summary>Unproven addresses of one peer.</summary>
    private const int PerPeer = 8;

    /// <summary>A peer that is not known: a stranger, without anything that only the user or experience could say.</summary>
    public static StoredPeer OfStranger(PeerData told, string introducedBy, DateTimeOffset now)
    {
        var stranger = new StoredPeer
        {
            Peer = told.WithoutCredentials() with
            {
                SharedSecret = null, SecretStatus = SecretStatus.None, IsPinned = false, BlacklistUntil = null, ReconnectionAttempts = 0,
                FirstSeen = now, LastSeen = now, LastConnected = null, LastKnownIP = null, ConnectionQuality = new() { LastMeasured = now },
                CachedCandidates = [],
            },
            Evidence = new() { IntroducedBy = introducedBy, IsClaim = true },
        };
        return AddAddresses(stranger, told.CachedCandidates, introducedBy, now);
    }

    /// <summary>Adds addresses that somebody told; the eldest that are unproven make room, the others never do.</summary>
    /// <returns>The same where none is new.</returns>
    public static StoredPeer AddAddresses(StoredPeer known, IEnumerable<IceCandidate> told, string introducedBy, DateTimeOffset now)
    {
        var before = known.Peer.CachedCandidates;
        var lines = before.Select(candidate => candidate.Candidate).ToHashSet(StringComparer.Ordinal);
        var arrivals = told.Where(candidate => !candidate.IsEnd && lines.Add(candidate.Candidate))
            .Take(PerIntroducer).ToList();
        var histories = new Dictionary<string, AddressHistory>(known.Addresses, StringComparer.Ordinal);
        foreach (var arrival in arrivals)
            histories[arrival.Candidate] = new(now, null, introducedBy);

        var unproven = before.Concat(arrivals).Where(IsHearsay).ToList();
        var room = Math.Clamp(PeerLimits.CachedCandidates - (before.Count + arrivals.Count - unproven.Count), 0, PerPeer);
        var staying = unproven.Select((candidate, order) => (Line: candidate.Candidate, History: histories[candidate.Candidate], order))
            .OrderByDescending(entry => entry.History.KnownSince).ThenByDescending(entry => entry.order)
            .GroupBy(entry => entry.History.IntroducedBy).SelectMany(introducer => introducer.Take(PerIntroducer))
            .OrderByDescending(entry => entry.History.KnownSince).ThenByDescending(entry => entry.order)
            .Take(room).Select(entry => entry.Line).ToHashSet(StringComparer.Ordinal);
        if (arrivals.TrueForAll(arrival => !staying.Contains(arrival.Candidate)))
            return known;

        var after = before.Concat(arrivals).Where(candidate => !IsHearsay(candidate) || staying.Contains(candidate.Candidate));
        return known with { Peer = known.Peer with { CachedCandidates = [.. after] }, Addresses = histories };

        bool IsHearsay(IceCandidate candidate) => histories.GetValueOrDefault(candidate.Candidate)?.IsHearsay == true;
    }
}
