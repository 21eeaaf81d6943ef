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

    /// <summary>Whether a later page understands the tokens of this one.</summary>
    protected virtual bool AreTokensLasting => false;

    protected BrowserModule Module { get; } = BrowserModule.Instance;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(AskAsync(
            "get", Frames.Keys(key), slot => slot == 0 ? null : (ReadOnlyMemory<byte>?)Imports.Take(slot), cancellationToken));
    }

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(AskAsync<IReadOnlyList<ReadOnlyMemory<byte>?>>(
            "getMany", Frames.Keys(keys), slot => Array.ConvertAll(Frames.Read(Imports.Take(slot)), pair => pair.Value),
            cancellationToken));
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var pairs = await AskAsync("scan", Frames.Keys(prefix), slot => Frames.Read(Imports.Take(slot)), cancellationToken)
            .ConfigureAwait(false);
        foreach (var (key, value) in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, value!.Value);
        }
    }

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new(AskAsync("commit", Frames.Batch(batch), result => result == 1, cancellationToken));
    }

    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default) =>
        new(AskAsync("changes", Frames.Keys(since is null ? [] : [since]), Changes, cancellationToken));

    public async Task<bool> IsPersistedAsync(CancellationToken cancellationToken) =>
        (await BrowserStorage.EstimateAsync(cancellationToken).ConfigureAwait(false)).IsPersisted;

    public ValueTask DisposeAsync() => EndAsync("close");

    protected static string ToMilliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

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
        if (opening.IsCompletedSuccessfully)
            await Module.AskAsync(opening, verb, Frames.Keys(), Module.Forget).ConfigureAwait(false);
    }

    protected Task<int> OpenAsync(CancellationToken cancellationToken)
    {
        if (_isDisposed)
            return Task.FromException<int>(new ObjectDisposedException(owner.FullName));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<int>(cancellationToken);
        if (_opening is null or { IsFaulted: true } or { IsCanceled: true })
            _opening = OpenOnceAsync();
        return _opening.IsCompleted ? _opening : _opening.WaitAsync(cancellationToken);
    }

    private Task<T> AskAsync<T>(string verb, byte[] frame, Func<int, T> read, CancellationToken cancellationToken) =>
        Module.AskAsync(OpenAsync(cancellationToken), verb, frame, read);

    private StoreChanges Changes(int slot)
    {
        var told = Frames.ReadKeys(Imports.Take(slot));
        return long.TryParse(told[1], NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
            ? new(told[0], told[2..]) { Commits = commits, IsLasting = AreTokensLasting }
            : new(told[0], null) { IsLasting = AreTokensLasting };
    }
}
