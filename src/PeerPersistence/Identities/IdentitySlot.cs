namespace PeerPersistence;

/// <summary>One identity's place in the pool, from its opening until it is closed. Guarded by the pool's lock.</summary>
internal sealed class IdentitySlot
{
    public IdentitySlot(string identity) => (Identity, Node) = (identity, new(this));

    public string Identity { get; }

    /// <summary>Its place in the queue of the idle.</summary>
    public LinkedListNode<IdentitySlot> Node { get; }

    /// <summary>Fails where the identity could not be opened.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    /// <summary>There when <see cref="Opening"/> has succeeded.</summary>
    public OpenIdentity? Opened { get; set; }

    /// <summary>How many calls run, or wait for the opening.</summary>
    public int Users { get; set; }

    /// <summary>When it became idle, as the clock counts.</summary>
    public long IdleSince { get; set; }

    /// <summary>Nobody enters any more.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Completes when the place is free again; never fails.</summary>
    public TaskCompletionSource<bool> Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
