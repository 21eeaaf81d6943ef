namespace PeerPersistence;

/// <summary>How many identities are open, and for how long. Wrong values fail at start.</summary>
public sealed class PeerPersistenceFactoryOptions
{
    /// <summary>How many identities are open at most; 1,000 unless set, at least 1.</summary>
    /// <remarks>
    /// Before another identity is opened, the one that was not called for the longest time is closed. If calls run on all of them, the
    /// bound is exceeded: to wait could be a deadlock, because a call may call other identities. The bound holds again as soon as a call
    /// ends.
    /// </remarks>
    public int MaxOpen { get; set; } = 1_000;

    /// <summary>How long an identity stays open after its last call; 5 minutes unless set, more than zero and at most 30 days.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
