namespace PeerPersistence;

/// <summary>How many identities are open, and for how long. Wrong values fail at start.</summary>
public sealed class PeerPersistenceFactoryOptions
{
    /// <summary>How many identities are open at most; 1,000 unless set, at least 1.</summary>
    /// <remarks>
    /// For another one, the one that was not called for the longest time is closed first. Where a call runs on every one of them the
    /// bound is exceeded rather than waited for, since a call may make calls on other identities; it holds again as soon as one ends.
    /// </remarks>
    public int MaxOpen { get; set; } = 1_000;

    /// <summary>How long an identity stays open after its last call; 5 minutes unless set, more than zero and at most 30 days.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
