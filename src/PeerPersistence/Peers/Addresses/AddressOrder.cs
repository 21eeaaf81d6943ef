namespace PeerPersistence;

/// <summary>Which of a peer's addresses to try first. Pure.</summary>
internal static class AddressOrder
{
    /// <summary>
    /// Those that are proven or the user's before those that others told; among them new ones, fresh and come since an address last worked;
    /// then those that worked, the latest first; then the fresh; then the younger. Ties as the application stored them.
    /// </summary>
    /// <remarks>
    /// The end of candidates is no address. A peer that sends a new address has moved, so that one is tried at once; when it has aged
    /// without a connection, what worked before leads again.
    /// </remarks>
    public static IReadOnlyList<PeerAddress> Of(StoredPeer stored, DateTimeOffset now)
    {
        var addresses = stored.Peer.CachedCandidates.Where(candidate => !candidate.IsEnd).Select(
            candidate => Describe(candidate, stored.HistoryOf(candidate), now)).ToList();
        var lastSuccess = addresses.Max(entry => entry.Address.LastWorked) ?? DateTimeOffset.MinValue;
        return [.. addresses
            .OrderBy(entry => stored.HistoryOf(entry.Address.Candidate).IsHearsay)
            .ThenByDescending(entry => entry.Address.IsFresh && entry.Since > lastSuccess)
            .ThenByDescending(entry => entry.Address.LastWorked)
            .ThenByDescending(entry => entry.Address.IsFresh)
            .ThenByDescending(entry => entry.Since)
            .Select(entry => entry.Address)];
    }

    private static (PeerAddress Address, DateTimeOffset? Since) Describe(IceCandidate candidate, AddressHistory history, DateTimeOffset now)
    {
        var since = PeerInstants.Past(history.KnownSince, now);
        var worked = PeerInstants.Past(history.LastWorked, now);
        var age = now - (worked > since ? worked : since ?? worked);
        return (new() { Candidate = candidate, LastWorked = worked, Age = age, IsFresh = age <= LifetimeOf(candidate.Type) }, since);
    }

    /// <summary>How long an address is worth a try before others: the original's table.</summary>
    private static TimeSpan LifetimeOf(ConnectionType type) => TimeSpan.FromMinutes(type switch
    {
        ConnectionType.Host => 10,
        ConnectionType.Relay => 2,
        _ => 5,
    });
}
