namespace PeerPersistence;

/// <summary>Remembers of each address of a peer when it came and when it last worked. Pure.</summary>
/// <remarks>
/// An address is its candidate line. Its memory lies beside it in the record, so that it goes when the address goes, and is
/// no part of what the application stores and reads back.
/// </remarks>
internal static class AddressMemory
{
    /// <summary>The addresses that the record did not have before came now.</summary>
    public static StoredPeer Learn(StoredPeer? before, StoredPeer after, DateTimeOffset now)
    {
        if (ReferenceEquals(before?.Peer.CachedCandidates, after.Peer.CachedCandidates))
            return after;
        var known = before?.Peer.CachedCandidates.Select(candidate => candidate.Candidate).ToHashSet(StringComparer.Ordinal);
        var histories = new Dictionary<string, AddressHistory>(after.Peer.CachedCandidates.Count, StringComparer.Ordinal);
        var isNew = new AddressHistory(now, null);
        for (var i = 0; i < after.Peer.CachedCandidates.Count; i++)
        {
            var candidate = after.Peer.CachedCandidates[i];
            histories.TryAdd(candidate.Candidate, known?.Contains(candidate.Candidate) == true ? after.HistoryOf(candidate) : isNew);
        }

        return after with { Addresses = histories };
    }

    /// <summary>
    /// We connected at an address, which proves it. A new one is taken in; where there is no place, the last in order goes.
    /// </summary>
    public static StoredPeer Worked(StoredPeer stored, IceCandidate address, DateTimeOffset now)
    {
        var history = stored.HistoryOf(address);
        var isKnown = stored.Peer.CachedCandidates.Any(candidate => candidate.Candidate == address.Candidate);
        return stored with
        {
            Peer = isKnown ? stored.Peer : stored.Peer with { CachedCandidates = [.. Kept(stored, now), address] },
            Addresses = new Dictionary<string, AddressHistory>(stored.Addresses, StringComparer.Ordinal)
            {
                [address.Candidate] = new(isKnown ? history.KnownSince : now, now),
            },
        };
    }

    private static IEnumerable<IceCandidate> Kept(StoredPeer stored, DateTimeOffset now)
    {
        var addresses = stored.Peer.CachedCandidates;
        if (addresses.Count < PeerLimits.CachedCandidates)
            return addresses;
        var last = addresses.FirstOrDefault(candidate => candidate.IsEnd) ?? AddressOrder.Of(stored, now)[^1].Candidate;
        return addresses.Where(candidate => !ReferenceEquals(candidate, last));
    }
}

/// <summary>What is remembered of one address of a peer.</summary>
/// <param name="KnownSince">When it was first stored; <c>null</c>: not known, as in the original's records.</param>
/// <param name="LastWorked">When a connection last stood there; <c>null</c>: never, as far as was told.</param>
/// <param name="IntroducedBy">Who told it, as long as we did not connect there; <c>null</c>: it is proven, or the user's own.</param>
/// <remarks>A class: the runtime would compile dictionaries anew for each value type.</remarks>
internal sealed record AddressHistory(DateTimeOffset? KnownSince, DateTimeOffset? LastWorked, string? IntroducedBy = null)
{
    public static AddressHistory None { get; } = new(null, null);

    /// <summary>Whether only somebody else says that the peer is there.</summary>
    public bool IsHearsay => IntroducedBy is not null;

    /// <summary>No name.</summary>
    public override string ToString() => nameof(AddressHistory);
}
