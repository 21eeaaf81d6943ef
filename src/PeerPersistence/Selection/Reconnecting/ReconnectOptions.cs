namespace PeerPersistence;

/// <summary>How a reconnect proceeds.</summary>
public sealed record ReconnectOptions
{
    /// <summary>How many connections are wanted, at least 1; 1 unless given.</summary>
    public int TargetConnections { get; init; } = 1;

    /// <summary>How many peers are tried at once, at least 1; 3 unless given.</summary>
    public int MaxParallelism { get; init; } = 3;

    /// <summary>How long one try may take, more than zero; 10 seconds unless given.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whom to try.</summary>
    public ReconnectionQuery Query { get; init; } = new();

    /// <summary>
    /// A round that the app runs by itself, not one its user asked for: only peers with a fair chance
    /// (at least 0.08), and each only when its backoff is over.
    /// </summary>
    public bool Background { get; init; }
}
