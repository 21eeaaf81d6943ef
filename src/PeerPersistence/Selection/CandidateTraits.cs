namespace PeerPersistence;

/// <summary>What stands out about a candidate, in this library's words.</summary>
/// <remarks>Flags, so that an app can say them in its user's language. <c>ToString()</c> lists their names.</remarks>
[Flags]
public enum CandidateTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="ReconnectionFactors.Online"/> is at least one half.</summary>
    ProbablyOnline = 1,

    /// <summary>
    /// At this hour, on days like this, the peer was mostly there when we looked, on at least about three days.
    /// </summary>
    UsuallyOnlineNow = 2,

    /// <summary><see cref="ReconnectionFactors.Alive"/> is below one half: a silence too long for so short an acquaintance.</summary>
    ProbablyGone = 4,

    /// <summary><see cref="ReconnectionFactors.Reach"/> is below one half: tries fail even while the peer is there.</summary>
    HardToReach = 8,

    /// <summary>No try was ever recorded, successful or not.</summary>
    NeverTried = 16,
}
