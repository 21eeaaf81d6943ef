using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>A store of the browser's, opened by the first call; an opening that failed is tried again.</summary>
/// <param name="owner">Whose name is told once it is closed.</param>
[SupportedOSPlatform("browser")]
internal abstract class BrowserStore(Type owner) : IChangeTrackingStore, IBatchReadingStore, IAsyncDisposable
{
    private Task<int>? _opening;
    private bool _isDisposed;

    protected BrowserModule Module { get; } = BrowserModule.Instance;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var slot = await Module.CallAsync(call => Imports.StoreGet(store, Frames.Key(key), call)).ConfigureAwait(false);
        return slot == 0 ? null : (ReadOnlyMemory<byte>?)Imports.Take(slot);
    }

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var frame = Frames.Keys(keys);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return Frames.Read(await Module.FetchAsync(call => Imports.StoreGetMany(store, frame, call)).ConfigureAwait(false))
            .ConvertAll(pair => pair.Value);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var frame = await Module.FetchAsync(call => Imports.StoreScan(store, Frames.Key(prefix), call)).ConfigureAwait(false);
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
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await Module.CallAsync(call => Imports.StoreCommit(store, frame, call)).ConfigureAwait(false) == 1;
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var store = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var told = Imports.TakeStrings(await Module.CallAsync(call => Imports.StoreChanges(store, since, call)).ConfigureAwait(false));
        return long.TryParse(told[1], NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
            ? new(told[0], told[2..]) { Commits = commits }
            : new(told[0], null);
    }

    public ValueTask DisposeAsync() => EndAsync(Imports.StoreClose);

    /// <summary>Opens it, in JavaScript; gives the number by which it is called.</summary>
    protected abstract Task<int> OpenOnceAsync();

    /// <summary>Closes it, in one way or another, once.</summary>
    protected async ValueTask EndAsync(Action<int, int> end)
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
        Module.Forget(store);
        await Module.CallAsync(call => end(store, call)).ConfigureAwait(false);
    }

    protected Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, owner);
        cancellationToken.ThrowIfCancellationRequested();
        if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            _opening = OpenOnceAsync();
        return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
    }
}
