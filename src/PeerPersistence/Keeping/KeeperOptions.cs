namespace PeerPersistence;

/// <summary>How connections are kept. Wrong values fail at start.</summary>
public sealed class KeeperOptions
{
    /// <summary>
    /// This app's own peer id, which must be given. The keeper never dials it. If two apps call each other at the same time, both keep the
    /// call of the smaller id.
    /// </summary>
    public string LocalPeerId { get; set; } = "";

    /// <summary>
    /// How many connections to keep, 0 to 10,000; 8 unless set. Pinned peers are kept beyond it, and calls are always let in.
    /// </summary>
    public int Target { get; set; } = 8;

    /// <summary>How many peers are dialled at once at most, 1 to 1,000; 3 unless set. <see cref="ConnectionKeeper.ConnectNowAsync"/>
    /// and tries at new addresses come on top.</summary>
    public int MaxParallelism { get; set; } = 3;

    /// <summary>How long one try may take, more than zero and at most a day; 10 seconds unless set.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after a round the next one begins while somebody is missing, 5 seconds to a day; 15 seconds unless set. Keepers look at the
    /// time every five seconds. A round does not dial peers whose backoff is not over.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stop may take to close the connections, zero to a day; 5 seconds unless set.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal KeeperOptions Copy() => (KeeperOptions)MemberwiseClone();
}
