using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>Brings over, once, before its first call, what lay in localStorage.</summary>
[SupportedOSPlatform("browser")]
internal sealed class MovedInStore(IndexedDbStore inner, IndexedDbStoreOptions options)
    : DelegatingKeyValueStore(inner), IChangeTrackingStore, IAsyncDisposable
{
    private Task? _moving;

    public override async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        await MovedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        await MovedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.GetManyAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await MovedAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var pair in inner.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
            yield return pair;
    }

    public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        await MovedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        await MovedAsync(cancellationToken).ConfigureAwait(false);
        return await inner.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Task MovedAsync(CancellationToken cancellationToken)
    {
        if (_moving is null or { IsFaulted: true } or { IsCanceled: true })
            _moving = LocalStorageMove.RunAsync(inner, options);
        return _moving.IsCompleted ? _moving : _moving.WaitAsync(cancellationToken);
    }
}
