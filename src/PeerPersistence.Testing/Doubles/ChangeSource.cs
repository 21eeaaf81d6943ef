namespace PeerPersistence.Testing;

/// <summary>What a store in front of another can tell of changes: what the other tells, or that it does not know.</summary>
internal sealed class ChangeSource(IKeyValueStore inner)
{
    private long _revision;

    public ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken) =>
        inner is IChangeTrackingStore tracking
            ? tracking.GetChangesAsync(revision, cancellationToken)
            : new(new StoreChanges(Interlocked.Increment(ref _revision), null));
}
