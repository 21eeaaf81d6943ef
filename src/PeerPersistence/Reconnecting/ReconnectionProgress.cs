namespace PeerPersistence;

/// <summary>One step of a reconnect.</summary>
public sealed record ReconnectionProgress
{
    /// <summary>The peer it is about.</summary>
    public required string PeerId { get; init; }

    /// <summary>What happened to it.</summary>
    public required ReconnectionStep Step { get; init; }

    /// <summary>What the callback threw; <c>null</c>: nothing. A bug in the callback looks like a peer that is away: look here.</summary>
    public Exception? Error { get; init; }

    /// <summary>How many are connected so far.</summary>
    public int Connected { get; init; }

    /// <summary>How many were tried so far, this one included.</summary>
    public int Tried { get; init; }

    /// <summary>How many candidates there are in all.</summary>
    public int Candidates { get; init; }

    /// <summary>The peer and the step; of an error its type, since its message may name an address.</summary>
    public override string ToString() => Error is null ? $"{PeerId}: {Step}" : $"{PeerId}: {Step} ({Error.GetType().Name})";
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
