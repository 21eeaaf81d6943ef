using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>A store of the browser's, opened by the first call; an opening that failed is tried again.</summary>
/// <param name="owner">Whose name is told once it is closed.</param>
[SupportedOSPlatform("browser")]
internal abstract class BrowserStore(Type owner) : IChangeTrackingStore, IBatchReadingStore, IRevocableStore, IAsyncDisposable
{
    private Task<int>? _opening;
    private bool _isDisposed;

    protected BrowserModule Module { get; } = BrowserModule.Instance;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slot = await AskAsync("get", Frames.Key(key), cancellationToken).ConfigureAwait(false);
        return slot == 0 ? null : (ReadOnlyMemory<byte>?)Imports.Take(slot);
    }

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Frames.Read(Imports.Take(await AskAsync("getMany", Frames.Keys(keys), cancellationToken).ConfigureAwait(false)))
            .ConvertAll(pair => pair.Value);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var slot = await AskAsync("scan", Frames.Key(prefix), cancellationToken).ConfigureAwait(false);
        foreach (var (key, value) in Frames.Read(Imports.Take(slot)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, value!.Value);
        }
    }

    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return await AskAsync("commit", Frames.Batch(batch), cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var token = since is null ? null : Frames.Key(since);
        var told = Imports.TakeStrings(await AskAsync("changes", token, cancellationToken).ConfigureAwait(false));
        return long.TryParse(told[1], NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
            ? new(told[0], told[2..]) { Commits = commits }
            : new(told[0], null);
    }

    public async Task<bool> IsPersistedAsync(CancellationToken cancellationToken) =>
        (await BrowserStorage.EstimateAsync(cancellationToken).ConfigureAwait(false)).IsPersisted;

    public ValueTask DisposeAsync() => EndAsync("close");

    /// <summary>Opens it, in JavaScript; gives the number by which it is called.</summary>
    protected abstract Task<int> OpenOnceAsync();

    /// <summary>Closes it, in one way or another, once.</summary>
    protected async ValueTask EndAsync(string verb)
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
        await AskAsync(store, verb, null).ConfigureAwait(false);
    }

    protected async Task<int> AskAsync(string verb, byte[]? frame, CancellationToken cancellationToken) =>
        await AskAsync(await OpenAsync(cancellationToken).ConfigureAwait(false), verb, frame).ConfigureAwait(false);

    protected Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, owner);
        cancellationToken.ThrowIfCancellationRequested();
        if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            _opening = OpenOnceAsync();
        return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
    }

    private Task<int> AskAsync(int store, string verb, byte[]? frame) =>
        Module.CallAsync(call => Imports.StoreAsk(store, verb, frame, call));
}
