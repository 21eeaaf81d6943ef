namespace PeerPersistence;

/// <summary>How long peers are kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>A peer that was seen within this time is not removed for its size; 7 days unless set, not negative.</summary>
    public TimeSpan ActiveWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A cleanup removes a stranger that was not seen for this long; 30 days unless set, at least a day.</summary>
    public TimeSpan InactiveAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>After how many failures in a row a peer that never connected is blacklisted; 5 unless set, at least 1.</summary>
    public int FailedAttempts { get; set; } = 5;

    /// <summary>How long a blacklisting lasts; 24 hours unless set, not negative.</summary>
    public TimeSpan BlacklistDuration { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a removed peer is remembered, so that gossip does not bring it back; 365 days unless set, not negative. Zero: not
    /// at all.
    /// </summary>
    /// <remarks>
    /// The store remembers the peers that <see cref="IPeers.RemovePeerAsync"/> removed, and those that a cleanup gave up after
    /// <see cref="FailedAttempts"/> without ever connecting: the last 1,024 of each, by a hash of their ids.
    /// <see cref="IPeerQueries.FindNewPeerIdsAsync"/> and introductions leave them out. You can still store or import one on purpose.
    /// </remarks>
    public TimeSpan RememberRemoved { get; set; } = TimeSpan.FromDays(365);

    /// <summary>Whether the rules of the JavaScript original hold, which do not spare friends. Off by default.</summary>
    /// <remarks>
    /// If set, every peer that is not pinned goes <see cref="InactiveAfter"/> after it was last seen, however long the app was closed.
    /// Storing a known peer again replaces its name, addresses, servers, quality, metadata, pin and blacklisting, also with defaults.
    /// Keys, secrets, history and the user's block are kept either way.
    /// </remarks>
    public bool OriginalRules { get; set; }

    /// <summary><see cref="ActiveWithin"/> in whole days.</summary>
    [Obsolete("Set ActiveWithin, a duration.")]
    public int ActiveDays { get => ActiveWithin.Days; set => ActiveWithin = Days(value, ActiveWithin); }

    /// <summary><see cref="InactiveAfter"/> in whole days.</summary>
    [Obsolete("Set InactiveAfter, a duration.")]
    public int InactiveDays { get => InactiveAfter.Days; set => InactiveAfter = Days(value, InactiveAfter); }

    // A binder sets what it has just read, which must not cut hours off. More days than a duration can hold are the longest one.
    private static TimeSpan Days(int days, TimeSpan present) => days == present.Days ? present
        : Math.Abs((long)days) <= TimeSpan.MaxValue.Days ? TimeSpan.FromDays(days)
        : days < 0 ? TimeSpan.MinValue : TimeSpan.MaxValue;

    /// <inheritdoc cref="PeerPersistenceOptions.Copy"/>
    internal RetentionOptions Copy() => (RetentionOptions)MemberwiseClone();
}
