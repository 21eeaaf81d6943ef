namespace PeerPersistence;

/// <summary>Storing a known peer again: its history survives.</summary>
internal static class PeerMerge
{
    /// <summary>
    /// The earlier first-seen instant, the later of the others, the greater counts; a missing public key stays; the rest as given.
    /// </summary>
    public static PeerData Merge(PeerData stored, PeerData given) => given with
    {
        FirstSeen = stored.FirstSeen < given.FirstSeen ? stored.FirstSeen : given.FirstSeen,
        LastSeen = PeerInstants.Later(stored.LastSeen, given.LastSeen),
        LastConnected = given.LastConnected is { } connected ? PeerInstants.Later(stored.LastConnected, connected) : stored.LastConnected,
        PublicKey = given.PublicKey ?? stored.PublicKey,
        ReconnectionAttempts = Math.Max(stored.ReconnectionAttempts, given.ReconnectionAttempts),
        ConnectionQuality = Merge(stored.ConnectionQuality, given.ConnectionQuality),
        Unknown = given.Unknown ?? stored.Unknown,
    };

    /// <summary>What its user does not see survives also where the peer, or its quality, was made anew.</summary>
    public static PeerData KeepUnknown(PeerData stored, PeerData updated) => updated with
    {
        Unknown = updated.Unknown ?? stored.Unknown,
        ConnectionQuality = KeepUnknown(stored.ConnectionQuality, updated.ConnectionQuality),
    };

    /// <inheritdoc cref="KeepUnknown(PeerData, PeerData)"/>
    public static ConnectionQuality KeepUnknown(ConnectionQuality stored, ConnectionQuality updated) =>
        updated with { Unknown = updated.Unknown ?? stored.Unknown };

    private static ConnectionQuality Merge(ConnectionQuality stored, ConnectionQuality given) => given with
    {
        LastMeasured = PeerInstants.Later(stored.LastMeasured, given.LastMeasured),
        TotalConnections = Math.Max(stored.TotalConnections, given.TotalConnections),
        SuccessfulConnections = Math.Max(stored.SuccessfulConnections, given.SuccessfulConnections),
        Unknown = given.Unknown ?? stored.Unknown,
    };
}
