namespace PeerPersistence;

/// <summary>Keeps the directory in step with the store, whoever writes to it.</summary>
/// <remarks>
/// A store that tells what changed is asked before every read, and only what others changed is read again. One that does not is
/// scanned before every query; its own writer's commits are taken in as they are made.
/// </remarks>
internal sealed class StoreMirror(IKeyValueStore store, StorageKeys keys, TimeProvider time) : IDisposable
{
    /// <summary>So few are read as quickly as their summaries.</summary>
    private const int FewPeers = IndexPage.Capacity;

    /// <summary>A store remembers four times as many changes.</summary>
    private const int ManyBehind = 1024;

    /// <summary>How often the summaries are written again because others commit meanwhile.</summary>
    private const int MostTurns = 4;

    private readonly IChangeTrackingStore? _tracking = store.Ability<IChangeTrackingStore>();
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private readonly OwnCommits _own = new();
    private readonly SummaryStore _summaries = new(store, keys);
    private volatile PeerDirectory _directory = new(keys);
    private volatile string? _token;

    /// <summary>How many keys were read since the summaries in the store were as they should be.</summary>
    private int _behind;

    /// <summary>The directory as last refreshed.</summary>
    public PeerDirectory Directory => _directory;

    /// <summary>Of the state of the store that the directory is at, or beyond.</summary>
    public string? Token => _token;

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

    /// <summary>Commits what this service writes, and takes it in.</summary>
    /// <param name="batch">The commit.</param>
    /// <param name="written">What it writes of a peer, as far as that is known; <c>null</c>: of none.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, Func<string, StoredPeer?>? written, CancellationToken cancellationToken)
    {
        var (begun, changes) = (_own.Mark(), ChangesOf(batch, written));
        if (!await store.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
            return false;
        try
        {
            if (_tracking is null)
                Apply(_directory, changes);
            else if (_own.Add(begun, changes)) // So many that a query would have to read the whole store because of them.
                await CatchUpAsync(_tracking, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The commit stands all the same. The next query asks again, and tells whoever asked what is wrong.
        }

        return true;
    }

    /// <summary>Builds the directory of the summaries in the store, as far as they are right; otherwise of the records.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_tracking is not null && await _summaries.ReadHeadAsync(cancellationToken).ConfigureAwait(false) is { } head
                && await TryReadSummariesAsync(_tracking, head, cancellationToken).ConfigureAwait(false))
                return;
        }
        catch (FormatException)
        {
            // Somebody else has written them, or another version.
        }
        finally
        {
            _refreshing.Release();
        }

        await RebuildAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings the summaries in the store up to date, where the next opening would have to read much.</summary>
    public Task KeepSummariesAsync(CancellationToken cancellationToken) =>
        _tracking is null || _behind <= Math.Min(_directory.Count / 4, ManyBehind) || (_directory.Count < FewPeers && !_directory.HasParts)
            ? Task.CompletedTask
            : KeepSummariesAsync(_tracking, cancellationToken);

    private async Task KeepSummariesAsync(IChangeTrackingStore tracking, CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteSummariesAsync(tracking, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // There is no room perhaps. Without them the next opening takes longer, and that is all.
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>Scans the store into a new directory, which takes the old one's place when it is complete.</summary>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var token = _tracking is null ? null : (await _tracking.GetChangesAsync(null, cancellationToken).ConfigureAwait(false)).Token;
            await ScanAsync(cancellationToken).ConfigureAwait(false);
            Arrive(token);
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
        var (since, asked) = (_token, _own.Mark());
        var changes = await tracking.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
        if (changes.Token == since)
            return;

        await _refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token != since)
            {
                // Another reader has caught up while this one waited, perhaps not as far.
                (since, asked) = (_token, _own.Mark());
                changes = await tracking.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
            }

            if (changes.Token != since)
                await TakeInAsync(changes, asked, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async Task TakeInAsync(StoreChanges changes, OwnCommitsMark asked, CancellationToken cancellationToken)
    {
        if (_own.TryTake(asked, changes.Commits) is { } own)
        {
            Apply(_directory, own);
            _behind += own.Count;
            _token = changes.Token;
            return;
        }

        if (changes.Keys is null)
            await ScanAsync(cancellationToken).ConfigureAwait(false);
        else
            await ReadAgainAsync(_directory, changes.Keys, cancellationToken).ConfigureAwait(false);
        Arrive(changes.Token);
    }

    /// <returns>How many keys were read.</returns>
    private async Task<int> ReadAgainAsync(PeerDirectory directory, IEnumerable<string> changed, CancellationToken cancellationToken)
    {
        var ours = changed.Where(key => key.StartsWith(keys.Prefix, StringComparison.Ordinal)).ToLookup(keys.IsOfSummaries);
        foreach (var key in ours[true])
            directory.Apply(key, ReadOnlyMemory<byte>.Empty, default); // Whether it is there still is nothing to read it for.
        var again = ours[false].ToArray();
        var values = await store.GetManyAsync(again, cancellationToken).ConfigureAwait(false);
        Apply(directory, again.Zip(values, (key, value) => new OwnChange(key, value)));
        _behind += again.Length;
        return again.Length;
    }

    private OwnChange[] ChangesOf(KeyValueBatch batch, Func<string, StoredPeer?>? written)
    {
        var (changes, now, directory) = (new OwnChange[batch.Changes.Count], time.GetNow(), _directory);
        var place = 0;
        foreach (var (key, value) in batch.AllChanges)
        {
            changes[place++] = written is not null && value is { } bytes && keys.PeerOf(key) is { } peerId && written(peerId) is { } stored
                ? OwnChange.Of(key, bytes, stored, directory.TextOf(peerId), now)
                : new(key, value);
        }

        return changes;
    }

    private void Apply(PeerDirectory directory, IEnumerable<OwnChange> changes)
    {
        var now = time.GetNow();
        try
        {
            foreach (var change in changes)
            {
                if (change.Record is { } record)
                    directory.Apply(record, now);
                else
                    directory.Apply(change.Key, change.Value, now);
            }
        }
        catch
        {
            _token = null; // Half of a change may be in it: everything is read anew.
            throw;
        }
    }

    private async Task<bool> TryReadSummariesAsync(IChangeTrackingStore tracking, SummaryHead head, CancellationToken cancellationToken)
    {
        if (head.Written > time.GetNow().UtcTicks)
            return false;
        var changes = await tracking.GetChangesAsync(head.Token, cancellationToken).ConfigureAwait(false);
        if (!changes.IsLasting || changes.Keys is not { } changed)
            return false;

        var directory = new PeerDirectory(keys);
        if (await _summaries.ReadAsync(head, changed, directory, cancellationToken).ConfigureAwait(false) is not { } missing)
            return false;
        string[] known = [.. changed.Select(keys.PeerOf).OfType<string>().Where(directory.Contains)];
        _behind = 0;
        await ReadAgainAsync(directory, changed.Union(missing, StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        await ReadAgainAsync(directory, directory.IdsWithoutRecord().Select(keys.Peer), cancellationToken).ConfigureAwait(false);
        if (!Array.TrueForAll(known, directory.Contains))
            _behind += ManyBehind + 1; // An earlier version has removed them, and left what was said of them.
        directory.Complete();
        _directory = directory;
        Arrive(changes.Token);
        return true;
    }

    private async Task WriteSummariesAsync(IChangeTrackingStore tracking, CancellationToken cancellationToken)
    {
        if (!SummaryStore.CanTell(_directory)
            || !(await tracking.GetChangesAsync(null, cancellationToken).ConfigureAwait(false)).IsLasting)
            return;
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var isAll = await _summaries.WritePartsAsync(_directory, cancellationToken).ConfigureAwait(false);
            var changes = await tracking.GetChangesAsync(_token, cancellationToken).ConfigureAwait(false);
            if (!changes.IsLasting || changes.Keys is not { } changed)
                return;
            var others = await ReadAgainAsync(_directory, changed, cancellationToken).ConfigureAwait(false);
            Arrive(changes.Token);
            if (!isAll || others > 0)
                continue;
            await _summaries.WriteHeadAsync(_directory, changes.Token, time.GetNow(), cancellationToken).ConfigureAwait(false);
            _behind = 0;
            return;
        }
    }

    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        var directory = new PeerDirectory(keys, _directory);
        var now = time.GetNow();
        await foreach (var (key, value) in store.ScanAsync(keys.Prefix, cancellationToken).ConfigureAwait(false))
            directory.Apply(key, value, now);
        directory.Complete();
        _directory = directory;
        _behind = directory.Count;
        _summaries.Forget();
    }

    /// <summary>The directory holds what the store held at a token, or later.</summary>
    private void Arrive(string? token)
    {
        _token = token;
        _own.BeginAnew();
    }
}
