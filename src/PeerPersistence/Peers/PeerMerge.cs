namespace PeerPersistence;

/// <summary>Storing a known peer again: what is given changes, what is left at its default stays. Pure.</summary>
internal static class PeerMerge
{
    /// <summary>
    /// The earlier first-seen instant, the later of the others, the greater counts, the stored value where none is given. A list or
    /// <see cref="PeerData.Metadata"/> that is given takes the place of the whole.
    /// </summary>
    public static PeerData Merge(PeerData stored, PeerData given, DateTimeOffset now)
    {
        var instants = PeerInstants.Normalize(given, now);
        return given with
        {
            UserId = given.UserId == given.PeerId ? stored.UserId : given.UserId,
            DisplayName = given.DisplayName == PeerData.NoName ? stored.DisplayName : given.DisplayName,
            PublicKey = given.PublicKey ?? stored.PublicKey,
            FirstSeen = stored.FirstSeen < instants.FirstSeen ? stored.FirstSeen : instants.FirstSeen,
            LastSeen = PeerInstants.Later(stored.LastSeen, instants.LastSeen),
            LastConnected = instants.LastConnected is { } connected
                ? PeerInstants.Later(stored.LastConnected, connected)
                : stored.LastConnected,
            LastKnownIP = given.LastKnownIP ?? stored.LastKnownIP,
            IceServers = given.IceServers.Count == 0 ? stored.IceServers : given.IceServers,
            CachedCandidates = given.CachedCandidates.Count == 0 ? stored.CachedCandidates : given.CachedCandidates,
            ConnectionQuality = given.ConnectionQuality == ConnectionQuality.None
                ? stored.ConnectionQuality
                : Merge(stored.ConnectionQuality, instants.ConnectionQuality),
            ReconnectionAttempts = Math.Max(stored.ReconnectionAttempts, given.ReconnectionAttempts),
            BlacklistUntil = instants.BlacklistUntil ?? stored.BlacklistUntil,
            IsPinned = stored.IsPinned || given.IsPinned,
            Metadata = given.Metadata.Count == 0 ? stored.Metadata : given.Metadata,
            Unknown = given.Unknown ?? stored.Unknown,
        };
    }

    /// <summary>As the original's documentation has it: history and keys survive, the rest is as given.</summary>
    public static PeerData Replace(PeerData stored, PeerData given, DateTimeOffset now)
    {
        var instants = PeerInstants.Normalize(given, now);
        return Merge(stored, given, now) with
        {
            UserId = given.UserId,
            DisplayName = given.DisplayName,
            LastKnownIP = given.LastKnownIP,
            IceServers = given.IceServers,
            CachedCandidates = given.CachedCandidates,
            ConnectionQuality = Counts(stored.ConnectionQuality, instants.ConnectionQuality),
            BlacklistUntil = instants.BlacklistUntil,
            IsPinned = given.IsPinned,
            Metadata = given.Metadata,
        };
    }

    /// <summary>What its user does not see survives also where the peer, or its quality, was made anew.</summary>
    public static PeerData KeepUnknown(PeerData stored, PeerData updated) => updated with
    {
        Unknown = updated.Unknown ?? stored.Unknown,
        ConnectionQuality = KeepUnknown(stored.ConnectionQuality, updated.ConnectionQuality),
    };

    /// <inheritdoc cref="KeepUnknown(PeerData, PeerData)"/>
    public static ConnectionQuality KeepUnknown(ConnectionQuality stored, ConnectionQuality updated) =>
        updated with { Unknown = updated.Unknown ?? stored.Unknown };

    private static ConnectionQuality Merge(ConnectionQuality stored, ConnectionQuality given) => Counts(stored, given) with
    {
        Latency = given.Latency ?? stored.Latency,
        SuccessRate = given.SuccessRate == ConnectionQuality.None.SuccessRate ? stored.SuccessRate : given.SuccessRate,
        ConnectionType = given.ConnectionType == ConnectionType.Unknown ? stored.ConnectionType : given.ConnectionType,
        AverageUptime = given.AverageUptime == TimeSpan.Zero ? stored.AverageUptime : given.AverageUptime,
    };

    private static ConnectionQuality Counts(ConnectionQuality stored, ConnectionQuality given) => given with
    {
        LastMeasured = PeerInstants.Later(stored.LastMeasured, given.LastMeasured),
        TotalConnections = Math.Max(stored.TotalConnections, given.TotalConnections),
        SuccessfulConnections = Math.Max(stored.SuccessfulConnections, given.SuccessfulConnections),
        Unknown = given.Unknown ?? stored.Unknown,
    };
}
