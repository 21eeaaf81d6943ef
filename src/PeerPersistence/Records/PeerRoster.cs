namespace PeerPersistence;

/// <summary>Who is in the store: adds and removes peers, with the index in the same commit, and keeps to the places there are.</summary>
/// <remarks>
/// One change of the index at a time in this process. Against other processes every record and page that a commit rests on
/// is expected unchanged, so that nobody is evicted who was pinned or seen a moment ago.
/// </remarks>
internal sealed class PeerRoster(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerRecords records, PeerWatches watches, TimeProvider time) : IDisposable
{
    /// <summary>An import may name any number of peers, of whom few stay; what a user stores is there at once.</summary>
    private const int WritesAtOnce = 512;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Writes records, known or new, in one commit, evicting whoever has to make room.</summary>
    /// <param name="writes">In order; several may name the same peer. Asked for again when another writer was quicker.</param>
    /// <param name="places">How many peers there may be.</param>
    /// <param name="byUser">Whether the user stores them; otherwise rank alone decides.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public Task<RosterChange> StoreAsync(IEnumerable<PeerWrite> writes, int places, bool byUser, CancellationToken cancellationToken) =>
        RunAsync(async directory =>
        {
            var plan = new RosterPlan(directory, time.GetNow());
            foreach (var some in byUser ? [[.. writes]] : writes.Chunk(WritesAtOnce))
            {
                var ids = Array.ConvertAll(some, write => write.PeerId);
                // With those who will probably have to go, so that they need no call of their own.
                var going = byUser || some.Length < WritesAtOnce ? plan.LikelyToGo(ids, places) : [];
                await ReadAsync(plan, plan.Missing(ids, going), cancellationToken).ConfigureAwait(false);
                foreach (var write in some)
                {
                    if (await write.Change(plan.Find(write.PeerId), plan.Batch).ConfigureAwait(false) is { } after)
                        plan.Set(write.PeerId, after);
                }

                plan.Leave(ids);
                if (!byUser)
                    plan.DropHopeless(places);
            }

            var victims = plan.MakeRoom(places, byUser);
            if (victims.Count > 0)
                await ReadAsync(plan, plan.Missing([], victims), cancellationToken).ConfigureAwait(false);
            foreach (var victim in victims)
            {
                if (plan.RecordOf(victim) is not { } bytes || !directory.Matches(victim, bytes))
                    return null;
                plan.Remove(victim);
            }

            return new Planned(plan.Complete(keys), plan.Outcome, plan.Written);
        }, cancellationToken);

    /// <summary>Removes peers in one commit.</summary>
    /// <param name="choose">Whom; asked again when another writer was quicker.</param>
    /// <param name="also">What else goes into the commit, once it is known who goes.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <returns>How many went.</returns>
    public async Task<int> RemoveAsync(
        Func<PeerDirectory, IEnumerable<string>> choose, Func<KeyValueBatch, PeerDirectory, IReadOnlyCollection<string>, ValueTask>? also,
        CancellationToken cancellationToken)
    {
        var change = await RunAsync(async directory =>
        {
            var plan = new RosterPlan(directory, time.GetNow());
            string[] chosen = [.. choose(directory)];
            await ReadAsync(plan, chosen, cancellationToken).ConfigureAwait(false);
            foreach (var peerId in chosen)
            {
                if (plan.RecordOf(peerId) is not { } bytes)
                    continue;
                if (!directory.Matches(peerId, bytes))
                    return null;
                plan.Remove(peerId);
            }

            var batch = plan.Complete(keys);
            if (also is not null)
                await also(batch, directory, plan.Outcome.Removed).ConfigureAwait(false);
            return new Planned(batch, plan.Outcome);
        }, cancellationToken).ConfigureAwait(false);
        return change.Removed.Count;
    }

    /// <summary>
    /// Removes everything of ours, the keys included, in one commit; only the schema's version and a fresh start of the metadata stay.
    /// </summary>
    public Task ClearAsync(CancellationToken cancellationToken) =>
        RunAsync(async _ =>
        {
            var batch = new KeyValueBatch();
            await foreach (var (key, value) in store.ScanAsync(keys.Prefix, cancellationToken).ConfigureAwait(false))
            {
                if (!keys.IsOurs(key) || key == keys.Schema)
                    continue;
                batch.Remove(key);
                watches.Tell(key, value);
            }

            batch.Set(keys.Metadata, new StoreMetadata { LastCleanup = time.GetNow() }.Write());
            return new Planned(batch, RosterChange.None);
        }, cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task ReadAsync(RosterPlan plan, string[] peerIds, CancellationToken cancellationToken)
    {
        var records = await store.GetManyAsync(Array.ConvertAll(peerIds, keys.Peer), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < peerIds.Length; i++)
            plan.Take(peerIds[i], records[i]);
    }

    private async Task<RosterChange> RunAsync(Func<PeerDirectory, Task<Planned?>> plan, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var planning = new Replanning(mirror);
            return await Retry.UntilCommittedAsync<RosterChange>(AttemptAsync, cancellationToken).ConfigureAwait(false);

            async Task<Outcome<RosterChange>?> AttemptAsync()
            {
                var directory = await planning.NextAsync(cancellationToken).ConfigureAwait(false);
                if (await plan(directory).ConfigureAwait(false) is not { } planned)
                    return null;
                return planned.Batch.Changes.Count == 0
                    || await records.CommitAsync(planned.Batch, planned.Written, cancellationToken).ConfigureAwait(false)
                    ? new(planned.Outcome)
                    : null;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Planned(KeyValueBatch batch, RosterChange outcome, Func<string, StoredPeer?>? written = null)
    {
        public KeyValueBatch Batch => batch;

        public RosterChange Outcome => outcome;

        public Func<string, StoredPeer?>? Written => written;
    }
}

/// <summary>What is to become of one peer's record, known or new.</summary>
/// <param name="peerId">The peer.</param>
/// <param name="change">From the stored record (<c>null</c>: none, or damaged) to the new one (<c>null</c>: leave it).
/// With the batch that will store it, for what it has to expect. Called again when another writer was quicker.</param>
internal sealed class PeerWrite(string peerId, Func<StoredPeer?, KeyValueBatch, ValueTask<StoredPeer?>> change)
{
    public string PeerId => peerId;

    public Func<StoredPeer?, KeyValueBatch, ValueTask<StoredPeer?>> Change => change;
}

/// <summary>What a change of the roster came to.</summary>
/// <param name="stored">Peers whose record was written.</param>
/// <param name="removed">Peers that went.</param>
/// <param name="refused">New peers for whom there was no place.</param>
/// <param name="isFullOfFriends">Whether that is because friends have all places.</param>
/// <param name="dropped">How many more new ones found no place; they are not named.</param>
internal sealed class RosterChange(
    IReadOnlyCollection<string> stored, IReadOnlyCollection<string> removed, IReadOnlyCollection<string> refused, bool isFullOfFriends,
    int dropped)
{
    public IReadOnlyCollection<string> Stored => stored;

    public IReadOnlyCollection<string> Removed => removed;

    public IReadOnlyCollection<string> Refused => refused;

    public bool IsFullOfFriends => isFullOfFriends;

    public int Dropped => dropped;

    public static RosterChange None { get; } = new([], [], [], false, 0);
}
