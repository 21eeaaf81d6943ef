namespace PeerPersistence.ConformanceTests.Broken;

/// <summary>Gives the values in the order of the store, as a statement with IN does.</summary>
internal sealed class ReadsManyInItsOwnOrder(TinyPlace place) : TinyAbleStore(place)
{
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        base.GetManyAsync([.. keys.Order(StringComparer.Ordinal)], cancellationToken);
}

internal sealed class ReadsManyOfBefore(TinyPlace place) : TinyAbleStore(place)
{
    private Dictionary<string, byte[]> _before = [];

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        lock (Gate)
            return new(keys.Select(key => _before.TryGetValue(key, out var value) ? (ReadOnlyMemory<byte>?)value : null).ToArray());
    }

    protected override void Apply(KeyValueBatch batch)
    {
        _before = new(Place.Values, StringComparer.Ordinal);
        base.Apply(batch);
    }
}

internal sealed class CompactsTooMuch(TinyPlace place) : TinyAbleStore(place)
{
    public override Task CompactAsync(CancellationToken cancellationToken = default) => LoseOneAsync();
}

internal sealed class FlushesAway(TinyPlace place) : TinyAbleStore(place)
{
    public override Task FlushAsync(CancellationToken cancellationToken = default) => LoseOneAsync();
}

internal sealed class RotatesAway(TinyPlace place) : TinyAbleStore(place)
{
    public override async Task<int> RotateKeysAsync(CancellationToken cancellationToken = default)
    {
        await LoseOneAsync();
        return await base.RotateKeysAsync(cancellationToken);
    }
}

internal sealed class RotatesHalf(TinyPlace place) : TinyAbleStore(place)
{
    public override async Task<int> RotateKeysAsync(
        CancellationToken cancellationToken = default) => await base.RotateKeysAsync(cancellationToken) / 2;
}

internal sealed class TellsNoRecovery(TinyPlace place) : TinyAbleStore(place)
{
    public override StoreRecoveryReport? Recovery => null;
}

internal sealed class DeletesMoreThanDamage(TinyPlace place) : TinyAbleStore(place)
{
    public override Task DeleteDamagedBytesAsync(CancellationToken cancellationToken = default) => LoseOneAsync();
}

internal sealed class WritesAllTheSame(TinyPlace place) : TinyAbleStore(place)
{
    public override bool IsReadOnly => false;
}

/// <summary>A layer that changes values, and does not say so: whoever reads many gets past it.</summary>
internal sealed class TurnsAround(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
{
    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        await base.GetAsync(key, cancellationToken) is { } value ? (ReadOnlyMemory<byte>?)Enumerable.Reverse(value.ToArray()).ToArray() : null;
}
