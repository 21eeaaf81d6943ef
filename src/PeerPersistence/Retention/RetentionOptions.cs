namespace PeerPersistence;

/// <summary>How long peers are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days since a peer was last seen within which the size target never takes it; 7 unless set, not negative.</summary>
    public int ActiveDays { get; set; } = 7;

    /// <summary>Days since a peer was last seen after which a cleanup removes it; 30 unless set, at least 1.</summary>
    public int InactiveDays { get; set; } = 30;

    /// <summary>Failures in a row after which a peer that never connected is blacklisted; 5 unless set, at least 1.</summary>
    public int FailedAttempts { get; set; } = 5;

    /// <summary>How long a blacklisting lasts; 24 hours unless set, not negative.</summary>
    public TimeSpan BlacklistDuration { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a removed peer is remembered, so that gossip does not bring it straight back; zero, not at all, unless set, not negative.</summary>
    /// <remarks>
    /// Remembered is whom <see cref="IPeers.RemovePeerAsync"/> removed, and whom a cleanup gave up after
    /// <see cref="FailedAttempts"/> without ever connecting; the last 1,024, by a hash of their ids. It keeps nobody from being
    /// stored: <see cref="IPeerQueries.FindNewPeerIdsAsync"/> leaves them out, and storing one on purpose stores it.
    /// </remarks>
    public TimeSpan RememberRemoved { get; set; }
}
