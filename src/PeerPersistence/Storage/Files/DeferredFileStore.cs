using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>A file store that is opened by its first call, since a container cannot wait. An opening that failed is tried again.</summary>
/// <remarks>It has every ability of a file store from the beginning, since it may be asked before it is open.</remarks>
internal sealed class DeferredFileStore(string path, FileStoreOptions options)
    : IChangeTrackingStore, IBatchReadingStore, ICompactingStore, IFlushableStore, IRecoveringStore, IReadOnlyStore, IErasableStore,
        IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile FileKeyValueStore? _store;
    private bool _disposed;

    public StoreRecoveryReport? Recovery => _store?.Recovery;

    public bool IsReadOnly => options.ReadOnly;

    /// <summary>
    /// One that is written as its options say, or else as is configured under the identity's name, and logs to the container's logger.
    /// </summary>
    public static DeferredFileStore Create(IServiceProvider provider, string name, string path, FileStoreOptions? options = null) => new(
        path, (options ?? provider.GetRequiredService<IOptionsMonitor<FileStoreOptions>>().Get(name))
            .LoggingTo(provider.GetService<ILogger<FileKeyValueStore>>()));

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).GetAsync(key, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).GetManyAsync(keys, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var pair in store.ScanAsync(prefix, cancellationToken).ConfigureAwait(false))
            yield return pair;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).CommitAsync(batch, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).GetChangesAsync(since, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task CompactAsync(CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).CompactAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>Nothing was acknowledged by a store that is not open.</remarks>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _store?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DeleteDamagedBytesAsync(CancellationToken cancellationToken = default) =>
        await (await OpenAsync(cancellationToken).ConfigureAwait(false)).DeleteDamagedBytesAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>A former file goes first: where the store itself is missing, it would be the store.</remarks>
    public async Task EraseAsync()
    {
        var store = Path.GetFullPath(path);
        var paths = new StorePaths(store);
        foreach (var former in Directory.Exists(paths.Folder)
            ? Directory.GetFiles(paths.Folder, Path.GetFileName(paths.Replaced) + "*") : [])
            await DeleteAsync(former).ConfigureAwait(false);
        await DeleteAsync(store).ConfigureAwait(false);
        if (_store is { } open)
            await open.DeleteDamagedBytesAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            if (_store is { } store)
                await store.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opening.Wait();
        try
        {
            _disposed = true;
            _store?.Dispose();
        }
        finally
        {
            _opening.Release();
        }
    }

    private Task<bool> DeleteAsync(string file) => HeldFiles.InsistAsync(
        () =>
        {
            File.Delete(file);
            return Task.FromResult(true);
        },
        options.Time, CancellationToken.None);

    private async ValueTask<FileKeyValueStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (_store is { } open)
            return open;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _store ??= await FileKeyValueStore.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }
}
