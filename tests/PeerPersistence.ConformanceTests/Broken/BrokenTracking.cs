namespace PeerPersistence.ConformanceTests.Broken;

internal sealed class RevisionStays(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(long revision, List<string> log) => base.Since(revision, log) with { Revision = 1 };
}

internal sealed class RevisionRunsOn(TinyPlace place) : TinyTrackingStore(place)
{
    private long _asked;

    protected override StoreChanges Since(long revision, List<string> log) => new(++_asked, null);
}

internal sealed class RemovalsGoUnnoticed(TinyPlace place) : TinyTrackingStore(place)
{
    protected override void Note(KeyValueBatch batch) =>
        Place.Log.AddRange(batch.Changes.Select(each => each.Value is null ? "" : each.Key));
}

internal sealed class RemembersAHundred(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(long revision, List<string> log)
    {
        var changes = base.Since(revision, log);
        return changes with { Keys = changes.Keys?.TakeLast(100).ToList() };
    }
}

/// <summary>Notes what is about to change before it has changed.</summary>
internal sealed class NotesTooEarly(TinyPlace place) : TinyTrackingStore(place)
{
    private int _asked;

    public override ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        return base.GetChangesAsync(revision, cancellationToken);
    }

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        int asked;
        lock (Gate)
        {
            base.Note(batch);
            asked = Volatile.Read(ref _asked);
        }

        // Whoever asks for the second time has read what the first answer named.
        while (Volatile.Read(ref _asked) < asked + 2)
            await Task.Yield();
        return await base.CommitAsync(batch, cancellationToken);
    }

    protected override void Note(KeyValueBatch batch)
    {
    }
}

/// <summary>Begins to note when it is first asked what changed, not when it is asked for a revision to begin with.</summary>
internal sealed class ListensTooLate(TinyPlace place) : TinyTrackingStore(place)
{
    private bool _listens;

    protected override StoreChanges Since(long revision, List<string> log)
    {
        _listens |= revision > 0;
        return base.Since(revision, log);
    }

    protected override void Note(KeyValueBatch batch)
    {
        if (_listens)
            base.Note(batch);
    }
}

/// <summary>Knows of its own commits only.</summary>
internal sealed class TracksItselfOnly(TinyPlace place) : TinyTrackingStore(place)
{
    private readonly List<string> _own = [];

    protected override StoreChanges Since(long revision, List<string> log) => base.Since(revision, _own);

    protected override void Note(KeyValueBatch batch) => _own.AddRange(batch.Changes.Keys);
}
