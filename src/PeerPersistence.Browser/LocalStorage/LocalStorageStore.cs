using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>An area of localStorage that this tab owns. Once it is open, every call is answered at once.</summary>
[SupportedOSPlatform("browser")]
internal sealed class LocalStorageStore(string area, LocalStorageStoreOptions options)
    : IChangeTrackingStore, IBatchReadingStore, IAsyncDisposable
{
    private const int NoRoom = -1;

    private readonly BrowserModule _module = BrowserModule.Instance;
    private readonly ChangeLog _changes = new();
    private Task<int>? _opening;
    private bool _isDisposed;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return Imports.LsGet(store, Frames.Key(key)) is > 0 and var slot ? (ReadOnlyMemory<byte>?)Imports.Take(slot) : null;
    }

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return Frames.Read(Imports.Take(Imports.LsGetMany(store, Frames.Keys(keys)))).ConvertAll(pair => pair.Value);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (key, value) in Frames.Read(Imports.Take(Imports.LsScan(store, Frames.Key(prefix)))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, value!.Value);
        }
    }

    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var frame = Frames.Batch(batch);
        var keys = batch.Changes.Keys.ToArray();
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var committed = Imports.LsCommit(store, frame);
        if (committed == NoRoom)
            throw new StoreFullException(BrowserErrors.Full);
        if (committed == 1)
            _changes.Add(keys, keys.Length);
        return committed == 1;
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return _changes.Since(since);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_opening is not { } opening)
            return;
        await Task.WhenAny(opening).ConfigureAwait(false);
        if (!opening.IsCompletedSuccessfully)
            return;
        var store = await opening.ConfigureAwait(false);
        await _module.CallAsync(call => Imports.LsClose(store, call)).ConfigureAwait(false);
    }

    private Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(LocalStorageKeyValueStore));
        cancellationToken.ThrowIfCancellationRequested();
        if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            _opening = _module.CallAsync(call => Imports.LsOpen(area, (int)options.LockTimeout.TotalMilliseconds, call));
        return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
    }
}
