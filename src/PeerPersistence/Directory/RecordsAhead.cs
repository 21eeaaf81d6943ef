namespace PeerPersistence;

/// <summary>Records whose instants lie ahead: the clock is wrong, was wrong then, or somebody wrote nonsense.</summary>
/// <remarks>
/// Such a record counts as of the instant at which it was found, and so it ages. When the clock has caught up with it, the
/// clock was the one that was wrong: it counts as it stands, and nobody is forgotten because a machine woke up in 1970.
/// </remarks>
/// <param name="before">What was found before everything was read anew; of use until it is.</param>
internal sealed class RecordsAhead(RecordsAhead? before = null)
{
    private Dictionary<string, (StoredPeer Stored, ulong Fingerprint, DateTimeOffset At)>? _found; // Nearly always there are none.
    private Dictionary<string, (StoredPeer Stored, ulong Fingerprint, DateTimeOffset At)>? _before = before?._found;

    /// <summary>The record as it counts now.</summary>
    public StoredPeer Consider(StoredPeer stored, ulong fingerprint, DateTimeOffset now)
    {
        var peerId = stored.Peer.PeerId;
        if (!PeerInstants.IsAhead(stored.Peer, now))
        {
            Remove(peerId);
            return PeerInstants.Normalized(stored, now);
        }

        var found = _before?.TryGetValue(peerId, out var known) == true && known.Fingerprint == fingerprint
            ? known
            : (Stored: stored, Fingerprint: fingerprint, At: now);
        (_found ??= new(StringComparer.Ordinal))[peerId] = found;
        return PeerInstants.Normalized(stored, found.At);
    }

    /// <summary>Whether a peer's record counts otherwise than it stands.</summary>
    public bool Contains(string peerId) => _found?.ContainsKey(peerId) == true;

    public void Remove(string peerId) => _found?.Remove(peerId);

    /// <summary>Everything was read: what was found before is of no use any more, and must not be kept.</summary>
    public void Complete() => _before = null;

    /// <summary>Takes out the records that are ahead no longer.</summary>
    public IReadOnlyList<StoredPeer> TakeOvertaken(DateTimeOffset now) => _found is null ? [] : TakeOvertaken(_found, now);

    private static StoredPeer[] TakeOvertaken(
        Dictionary<string, (StoredPeer Stored, ulong Fingerprint, DateTimeOffset At)> all, DateTimeOffset now)
    {
        StoredPeer[] overtaken = [.. all.Values.Select(found => found.Stored).Where(stored => !PeerInstants.IsAhead(stored.Peer, now))];
        foreach (var stored in overtaken)
            all.Remove(stored.Peer.PeerId);
        return overtaken;
    }
}
