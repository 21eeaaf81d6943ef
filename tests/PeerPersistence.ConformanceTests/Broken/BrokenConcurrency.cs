namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Lets others in between checking and writing.</summary>
internal sealed class LosesUpdates(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        lock (Gate)
        {
            if (!batch.Expectations.All(each => Holds(each.Key, each.Value)))
                return false;
        }

        await Task.Yield();
        lock (Gate)
            Apply(batch);
        return true;
    }
}

/// <summary>Copies everything, changes the copy, and puts it in the place of what others have changed meanwhile.</summary>
internal sealed class OverwritesOthers(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        SortedDictionary<string, byte[]> before, after;
        lock (Gate)
        {
            before = Place.Values;
            after = new(before, StringComparer.Ordinal);
        }

        await Task.Yield();
        lock (Gate)
        {
            if (!batch.Expectations.All(each => Holds(each.Key, each.Value)))
                return false;
            Place.Values = after;
            Apply(batch);
        }

        return true;
    }
}

/// <summary>Correct between two commits; in the midst of one everybody may look.</summary>
internal sealed class ShowsHalves(TinyPlace place) : TinyStore(place)
{
    private readonly SemaphoreSlim _one = new(1);

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        await _one.WaitAsync(cancellationToken);
        try
        {
            lock (Gate)
            {
                if (!batch.Expectations.All(each => Holds(each.Key, each.Value)))
                    return false;
            }

            foreach (var (key, value) in batch.Changes)
            {
                lock (Gate)
                    Change(key, value);
                await Task.Yield();
            }

            return true;
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>Stops waiting when it is cancelled; the commit takes place all the same.</summary>
internal sealed class CommitsAfterCancelling(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Begin(batch, cancellationToken);
        return await Task.Run(async () => await base.CommitAsync(batch, CancellationToken.None), CancellationToken.None).WaitAsync(cancellationToken);
    }
}

internal sealed class Hangs(TinyPlace place) : TinyStore(place)
{
    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        await new TaskCompletionSource<bool>().Task;
}
