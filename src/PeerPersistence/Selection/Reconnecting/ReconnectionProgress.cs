namespace PeerPersistence;

/// <summary>One step of a reconnect.</summary>
public sealed record ReconnectionProgress
{
    /// <summary>The peer it is about.</summary>
    public required string PeerId { get; init; }

    /// <summary>What happened to it.</summary>
    public required ReconnectionStep Step { get; init; }

    /// <summary>How many are connected so far.</summary>
    public int Connected { get; init; }

    /// <summary>How many were tried so far, this one included.</summary>
    public int Tried { get; init; }

    /// <summary>How many candidates there are in all.</summary>
    public int Candidates { get; init; }
}

/// <summary>What a <see cref="ReconnectionProgress"/> reports.</summary>
public enum ReconnectionStep
{
    /// <summary>A try begins.</summary>
    Trying,

    /// <summary>The try succeeded.</summary>
    Connected,

    /// <summary>The try failed or took too long.</summary>
    Failed,

    /// <summary>The try was cut short because the target was reached or the call cancelled; it counts for nobody.</summary>
    Stopped,
}
