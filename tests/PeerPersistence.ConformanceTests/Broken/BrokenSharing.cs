namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Believes that nobody else writes: what it has read once it does not read again.</summary>
internal sealed class CachesForItself(TinyPlace place) : TinyStore(place)
{
    private readonly Dictionary<string, byte[]?> _cache = new(StringComparer.Ordinal);

    protected override byte[]? Read(string key) => _cache.TryGetValue(key, out var cached) ? cached : _cache[key] = base.Read(key);

    protected override void Change(string key, ReadOnlyMemory<byte>? value)
    {
        _cache.Remove(key);
        base.Change(key, value);
    }
}

internal sealed class OpensAnew : TinyStore
{
    public OpensAnew(TinyPlace place) : base(place) => place.Values = new(StringComparer.Ordinal);
}

/// <summary>Shuts out the other threads of this store, not those of the next.</summary>
internal sealed class LocksForItself(TinyPlace place) : TinyStore(place)
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

            await Task.Yield();
            lock (Gate)
                Apply(batch);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }
}
