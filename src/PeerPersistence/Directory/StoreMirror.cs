namespace PeerPersistence;

/// <summary>Keeps the directory in step with the store, whoever writes to it.</summary>
/// <remarks>
/// A store that tells what changed is asked before every read, and only what changed is read again. One that does not is
/// scanned before every query; its own writer's commits are taken in as they are made.
/// </remarks>
internal sealed class StoreMirror(IKeyValueStore store, StorageKeys keys, TimeProvider time) : IDisposable
{
    private readonly IChangeTrackingStore? _tracking = store as IChangeTrackingStore;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private volatile PeerDirectory _directory = new(keys);
    private long _revision;

    /// <summary>The directory as last refreshed.</summary>
    public PeerDirectory Directory => _directory;

    /// <summary>The directory, with everything in it that was committed before this call.</summary>
    public async ValueTask<PeerDirectory> ReadAsync(CancellationToken cancellationToken)
    {
        if (_tracking is null)
            await RebuildAsync(cancellationToken).ConfigureAwait(false);
        else
            await CatchUpAsync(_tracking, cancellationToken).ConfigureAwait(false);
        return Present();
    }

    /// <summary>The directory for planning a commit. It may lag behind other writers: the commit's expectations find that out.</summary>
    public ValueTask<PeerDirectory> PlanAsync(CancellationToken cancellationToken) =>
        _tracking is null ? new(Present()) : ReadAsync(cancellationToken);

    /// <summary>Takes in what this service committed.</summary>
    public void Committed(KeyValueBatch batch)
    {
        if (_tracking is not null)
            return;
        var now = time.GetNow();
        foreach (var (key, value) in batch.Changes)
            _directory.Apply(key, value, now);
    }

    /// <summary>Scans the store into a new directory, which takes the old one's place when it is complete.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var revision = _tracking is null ? 0 : (await _tracking.GetChangesAsync(0, cancellationToken).ConfigureAwait(false)).Revision;
            await ScanAsync(revision, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private PeerDirectory Present()
    {
        var directory = _directory;
        directory.Tell(time.GetNow());
        return directory;
    }

    private async ValueTask CatchUpAsync(IChangeTrackingStore tracking, CancellationToken cancellationToken)
    {
        var revision = Interlocked.Read(ref _revision);
        if ((await tracking.GetChangesAsync(revision, cancellationToken).ConfigureAwait(false)).Revision == revision)
            return;

        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Asked anew: another reader may have caught up while this one waited.
            var changes = await tracking.GetChangesAsync(_revision, cancellationToken).ConfigureAwait(false);
            if (changes.Keys is null)
                await ScanAsync(changes.Revision, cancellationToken).ConfigureAwait(false);
            else
                await ReadAgainAsync(changes.Keys, changes.Revision, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async Task ReadAgainAsync(IReadOnlyCollection<string> changed, long revision, CancellationToken cancellationToken)
    {
        var values = new List<(string Key, ReadOnlyMemory<byte>? Value)>(changed.Count);
        foreach (var key in changed.Where(key => key.StartsWith(keys.Prefix, StringComparison.Ordinal)))
            values.Add((key, await store.GetAsync(key, cancellationToken).ConfigureAwait(false)));

        var now = time.GetNow();
        foreach (var (key, value) in values)
            _directory.Apply(key, value, now);
        Interlocked.Exchange(ref _revision, revision);
    }

    private async Task ScanAsync(long revision, CancellationToken cancellationToken)
    {
        var directory = new PeerDirectory(keys, _directory);
        var now = time.GetNow();
        await foreach (var (key, value) in store.ScanAsync(keys.Prefix, cancellationToken).ConfigureAwait(false))
            directory.Apply(key, value, now);
        _directory = directory;
        Interlocked.Exchange(ref _revision, revision);
    }
}
