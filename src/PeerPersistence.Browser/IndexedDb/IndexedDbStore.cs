using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>A database of this page's, opened by the first call; an opening that failed is tried again.</summary>
[SupportedOSPlatform("browser")]
internal sealed class IndexedDbStore(string database, IndexedDbStoreOptions options)
    : IChangeTrackingStore, IBatchReadingStore, IChangeSignal, IErasableStore, IAsyncDisposable
{
    private readonly BrowserModule _module = BrowserModule.Instance;
    private Task<int>? _opening;
    private bool _isDisposed;

    public event Action? Changed;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var slot = await _module.CallAsync(call => Imports.IdbGet(store, Frames.Key(key), call)).ConfigureAwait(false);
        return slot == 0 ? null : (ReadOnlyMemory<byte>?)Imports.Take(slot);
    }

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var frame = await _module.FetchAsync(call => Imports.IdbGetMany(store, Frames.Keys(keys), call)).ConfigureAwait(false);
        return Frames.Read(frame).ConvertAll(pair => pair.Value);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var frame = await _module.FetchAsync(call => Imports.IdbScan(store, Frames.Key(prefix), call)).ConfigureAwait(false);
        foreach (var (key, value) in Frames.Read(frame))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, value!.Value);
        }
    }

    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var frame = Frames.Batch(batch);
        var isStrict = options.Durability == IndexedDbDurability.Strict;
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _module.CallAsync(call => Imports.IdbCommit(store, frame, isStrict, call)).ConfigureAwait(false) == 1;
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var told = Imports.TakeStrings(
            await _module.CallAsync(call => Imports.IdbChanges(store, since, call)).ConfigureAwait(false));
        return long.TryParse(told[1], NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
            ? new(told[0], told[2..]) { Commits = commits }
            : new(told[0], null);
    }

    public async Task EraseAsync()
    {
        var store = await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        _module.Forget(store);
        _isDisposed = true;
        await _module.CallAsync(call => Imports.IdbErase(store, call)).ConfigureAwait(false);
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
        _module.Forget(store);
        await _module.CallAsync(call => Imports.IdbClose(store, call)).ConfigureAwait(false);
    }

    private Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(IndexedDbKeyValueStore));
        cancellationToken.ThrowIfCancellationRequested();
        if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            _opening = OpenOnceAsync();
        return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
    }

    private async Task<int> OpenOnceAsync()
    {
        var wait = (int)options.OpenTimeout.TotalMilliseconds;
        var store = await _module.CallAsync(call => Imports.IdbOpen(database, wait, call)).ConfigureAwait(false);
        _module.Listen(store, () => Changed?.Invoke());
        return store;
    }
}
