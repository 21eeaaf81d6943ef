namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>A tiny store that tells what changed: its revision is the length of the log, plus one.</summary>
internal class TinyTrackingStore(TinyPlace place) : TinyStore(place), IChangeTrackingStore
{
    public virtual ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default)
    {
        Begin(this, cancellationToken);
        lock (Gate)
            return new(Since(revision, Place.Log));
    }

    protected virtual StoreChanges Since(long revision, List<string> log) =>
        new(log.Count + 1, revision >= 1 ? log.Skip((int)revision - 1).ToHashSet(StringComparer.Ordinal) : null);
}
