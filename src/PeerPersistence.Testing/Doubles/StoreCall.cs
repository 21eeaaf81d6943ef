namespace PeerPersistence.Testing;

/// <summary>The calls of a store.</summary>
public enum StoreCallKind
{
    /// <summary><see cref="IKeyValueStore.GetAsync"/></summary>
    Get,

    /// <summary><see cref="IKeyValueStore.ScanAsync"/></summary>
    Scan,

    /// <summary><see cref="IKeyValueStore.CommitAsync"/></summary>
    Commit,

    /// <summary><see cref="IChangeTrackingStore.GetChangesAsync"/></summary>
    GetChanges,

    /// <summary><see cref="IBatchReadingStore.GetManyAsync"/></summary>
    GetMany,
}

/// <summary>One call that was made to a store.</summary>
/// <param name="Number">Which call it is, counted from 1 over all kinds.</param>
/// <param name="Kind">What was called.</param>
/// <param name="Key">The key or the prefix; empty for the other kinds.</param>
/// <param name="Batch">The batch of a commit.</param>
/// <param name="Keys">The keys, where many are read.</param>
public sealed record StoreCall(
    int Number, StoreCallKind Kind, string Key = "", KeyValueBatch? Batch = null, IReadOnlyList<string>? Keys = null)
{
    /// <summary>The number and the kind, without what was stored.</summary>
    public override string ToString() => $"{Number}: {Kind}";
}
