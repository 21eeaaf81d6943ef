using System.Runtime.CompilerServices;

namespace PeerPersistence.Tests;

/// <summary>Lets something else happen just before one of its calls: before each in turn, if a test counts on.</summary>
internal sealed class DisturbedStore(InMemoryKeyValueStore inner, int call, Func<Task> disturbance) : DelegatingKeyValueStore(inner), IChangeTrackingStore
{
    private readonly InMemoryKeyValueStore _inner = inner;
    private int _calls;

    /// <summary>Whether there were so many calls.</summary>
    public bool Disturbed => _calls > call;

    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await base.GetAsync(key, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await base.GetManyAsync(keys, cancellationToken);
    }

    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CountAsync();
        await foreach (var pair in _inner.ScanAsync(prefix, cancellationToken))
            yield return pair;
    }

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await base.CommitAsync(batch, cancellationToken);
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await _inner.GetChangesAsync(since, cancellationToken);
    }

    private async Task CountAsync()
    {
        if (_calls++ == call)
            await disturbance();
    }
}
