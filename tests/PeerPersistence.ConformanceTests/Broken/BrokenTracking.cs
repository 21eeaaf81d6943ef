namespace PeerPersistence.ConformanceTests.Broken;

internal sealed class TokenStays(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(int? length, List<string> log) => base.Since(length, log) with { Token = "1" };
}

internal sealed class TokenRunsOn(TinyPlace place) : TinyTrackingStore(place)
{
    private int _asked;

    protected override StoreChanges Since(int? length, List<string> log) => new($"{++_asked}", null);
}

/// <summary>Says that its tokens last, and they mean something in every place.</summary>
internal sealed class LastsAnywhere(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(int? length, List<string> log) => base.Since(length, log) with { IsLasting = true };
}

/// <summary>Takes any token for one of its own.</summary>
internal sealed class BelievesAnyToken(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(int? length, List<string> log) => base.Since(length ?? log.Count, log);
}

/// <summary>Counts its own commits, and of those only the ones that set something.</summary>
internal sealed class CountsTooFew(TinyPlace place) : TinyTrackingStore(place)
{
    private readonly List<int> _commits = [];

    protected override StoreChanges Since(int? length, List<string> log) =>
        base.Since(length, log) with { Commits = length is null ? null : _commits.Count(end => end > length) };

    protected override void Note(KeyValueBatch batch)
    {
        base.Note(batch);
        if (batch.Changes.Values.Any(value => value is not null))
            _commits.Add(Place.Log.Count);
    }
}

internal sealed class RemovalsGoUnnoticed(TinyPlace place) : TinyTrackingStore(place)
{
    protected override void Note(KeyValueBatch batch) =>
        Place.Log.AddRange(batch.Changes.Select(each => each.Value is null ? "" : each.Key));
}

internal sealed class RemembersAHundred(TinyPlace place) : TinyTrackingStore(place)
{
    protected override StoreChanges Since(int? length, List<string> log)
    {
        var changes = base.Since(length, log);
        return changes with { Keys = changes.Keys?.TakeLast(100).ToList() };
    }
}

/// <summary>Notes what is about to change before it has changed.</summary>
internal sealed class NotesTooEarly(TinyPlace place) : TinyTrackingStore(place)
{
    private int _asked;

    public override ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        return base.GetChangesAsync(since, cancellationToken);
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

/// <summary>Begins to note when it is first asked what changed, not when it is asked for a token to begin with.</summary>
internal sealed class ListensTooLate(TinyPlace place) : TinyTrackingStore(place)
{
    private bool _listens;

    protected override StoreChanges Since(int? length, List<string> log)
    {
        _listens |= length is not null;
        return base.Since(length, log);
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

    protected override StoreChanges Since(int? length, List<string> log) => base.Since(length, _own);

    protected override void Note(KeyValueBatch batch) => _own.AddRange(batch.Changes.Keys);
}
