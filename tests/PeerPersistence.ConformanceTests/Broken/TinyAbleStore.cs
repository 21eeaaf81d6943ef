namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>A tiny store that can do everything that may be left out, with a seam for every mistake.</summary>
internal class TinyAbleStore(TinyPlace place)
    : TinyStore(place), IBatchReadingStore, ICompactingStore, IFlushableStore, IRecoveringStore, IReadOnlyStore, IRekeyableStore
{
    public const StoreCapabilities Abilities = StoreCapabilities.BatchReading | StoreCapabilities.Compaction | StoreCapabilities.Flushing
        | StoreCapabilities.Recovery | StoreCapabilities.ReadOnly | StoreCapabilities.Rekeying;

    public virtual StoreRecoveryReport? Recovery { get; } = new();

    public virtual bool IsReadOnly => Place.IsReadOnly;

    public virtual ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        Begin(keys, cancellationToken);
        lock (Gate)
            return new(keys.Select(key => Read(key) is { } value ? (ReadOnlyMemory<byte>?)value : null).ToArray());
    }

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        IsReadOnly ? throw new PeerPersistenceException("It is read-only.") : base.CommitAsync(batch, cancellationToken);

    public override ValueTask DisposeAsync()
    {
        Place.IsReadOnly = false;
        return base.DisposeAsync();
    }

    public virtual Task CompactAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public virtual Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public virtual Task DeleteDamagedBytesAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public virtual Task<int> RotateKeysAsync(CancellationToken cancellationToken = default)
    {
        lock (Gate)
            return Task.FromResult(Place.Values.Count);
    }

    public virtual Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>A mistake that abilities may make.</summary>
    protected Task LoseOneAsync()
    {
        lock (Gate)
            Place.Values.Remove("kept 007");
        return Task.CompletedTask;
    }
}
