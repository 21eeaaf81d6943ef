namespace PeerPersistence;

/// <summary>How a reconnect proceeds.</summary>
public sealed record ReconnectOptions
{
    /// <summary>Below this chance a background round leaves a peer in peace.</summary>
    internal const double FairChance = 0.08;

    /// <summary>How many connections are wanted, at least 1; 1 unless given.</summary>
    /// <remarks>
    /// A round tries at most <see cref="ReconnectionQuery.Limit"/> peers of <see cref="Query"/>, 10 unless given. To come back to
    /// everybody, raise both.
    /// </remarks>
    public int TargetConnections { get; init; } = 1;

    /// <summary>How many peers are tried at once at most, at least 1; 3 unless given.</summary>
    /// <remarks>
    /// As many tries start together as connections are still wanted. A try that has run for 1/40 of <see cref="AttemptTimeout"/>
    /// is slow. Then the next peer is tried beside it.
    /// </remarks>
    public int MaxParallelism { get; init; } = 3;

    /// <summary>How long one try may take, more than zero and at most a day; 10 seconds unless given.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Which peers come into question.</summary>
    public ReconnectionQuery Query { get; init; } = new();

    /// <summary>
    /// Whether the app runs this round by itself, and its user did not ask for it. Then only peers with a fair chance (at least 0.08) are
    /// tried, and each only when its backoff is over.
    /// </summary>
    /// <remarks>
    /// After its n-th failure in a row a peer is left alone for a random time up to 30 s × 2ⁿ, at most an hour. While gossip leaves it
    /// out, the time is up to the whole hour. The result counts the peers that the backoff holds back as excluded, and names them. A
    /// connection ends a peer's backoff. So does a round that is not a background round: of everybody, or of those that
    /// <see cref="ReconnectionQuery.OnlyPeerIds"/> names. A change of network and a new start of the app end the backoff of everybody.
    /// </remarks>
    public bool Background { get; init; }

    /// <summary>A background round that takes the unlikely, too: pinned peers, and anybody where nobody is connected.</summary>
    internal bool AnyChance { get; init; }

    /// <summary>Asked of a try that took too long: whether it has become pointless meanwhile, and counts for nobody.</summary>
    internal Func<string, bool>? IsPointless { get; init; }

    /// <summary>Awaited before failures are recorded: what happened before must be in the store first. Never throws.</summary>
    internal Func<Task>? BeforeFailures { get; init; }
}
