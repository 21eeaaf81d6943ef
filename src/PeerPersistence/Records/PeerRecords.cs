namespace PeerPersistence;

/// <summary>Reads records, and changes those that are there: atomically, whoever else writes.</summary>
internal sealed class PeerRecords(
    IKeyValueStore store, StorageKeys keys, StoreMirror mirror, PeerSecrets secrets, PeerWatches watches, TimeProvider time)
{
    private readonly KeyedGate _gates = new();

    /// <param name="peerId">Whose.</param>
    /// <param name="use">What for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><c>null</c>: no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The record cannot be read.</exception>
    public async ValueTask<StoredPeer?> ReadAsync(string peerId, RecordUse use, CancellationToken cancellationToken) =>
        await store.GetAsync(keys.Peer(peerId), cancellationToken).ConfigureAwait(false) is { } bytes
            ? Sane(PeerJson.Read(bytes.Span, peerId, use))
            : null;

    /// <param name="peerIds">Whose.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="use">What for.</param>
    /// <returns>In the order of the ids; <c>null</c>: no such peer, or its record cannot be read.</returns>
    public async Task<IReadOnlyList<StoredPeer?>> TryReadManyAsync(
        IReadOnlyList<string> peerIds, CancellationToken cancellationToken, RecordUse use = RecordUse.Change)
    {
        var recordKeys = new string[peerIds.Count];
        for (var i = 0; i < recordKeys.Length; i++)
            recordKeys[i] = keys.Peer(peerIds[i]);
        var records = await store.GetManyAsync(recordKeys, cancellationToken).ConfigureAwait(false);
        var peers = new StoredPeer?[recordKeys.Length];
        for (var i = 0; i < peers.Length; i++)
            peers[i] = records[i] is { } bytes ? TryParse(peerIds[i], bytes, use) : null;
        return peers;
    }

    /// <returns><c>null</c>: the record cannot be read.</returns>
    public StoredPeer? TryParse(string peerId, ReadOnlyMemory<byte> record, RecordUse use = RecordUse.Change) =>
        PeerJson.TryRead(record.Span, peerId, out var stored, use) ? Sane(stored) : null;

    /// <summary>
    /// Changes one record; a change that returns what it was given writes nothing. It gets the batch, for what it has to expect.
    /// </summary>
    /// <returns><c>false</c>: no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The record cannot be read.</exception>
    public Task<bool> ChangeAsync(
        string peerId, Func<StoredPeer, KeyValueBatch, ValueTask<StoredPeer>> change, CancellationToken cancellationToken) =>
        ChangeAsync(peerId, change, touch: null, cancellationToken);

    /// <summary>Changes of one record what <see cref="RecordTouch"/> can.</summary>
    /// <inheritdoc cref="ChangeAsync(string, Func{StoredPeer, KeyValueBatch, ValueTask{StoredPeer}}, CancellationToken)"/>
    public Task<bool> TouchAsync(string peerId, Func<StoredPeer, StoredPeer> touch, CancellationToken cancellationToken) =>
        ChangeAsync(peerId, (before, _) => new(touch(before)), touch, cancellationToken);

    private async Task<bool> ChangeAsync(
        string peerId, Func<StoredPeer, KeyValueBatch, ValueTask<StoredPeer>> change, Func<StoredPeer, StoredPeer>? touch,
        CancellationToken cancellationToken)
    {
        using var entered = await _gates.EnterAsync([peerId], cancellationToken).ConfigureAwait(false);
        return await Retry.UntilCommittedAsync<bool>(AttemptAsync, cancellationToken).ConfigureAwait(false);

        async Task<Outcome<bool>?> AttemptAsync()
        {
            var key = keys.Peer(peerId);
            if (await store.GetAsync(key, cancellationToken).ConfigureAwait(false) is not { } bytes)
                return new(false);
            var batch = new KeyValueBatch().ExpectRead(key, bytes);
            if ((touch is null ? null : RecordTouch.TryApply(bytes.Span, peerId, touch)) is not var (after, record))
            {
                var before = PeerJson.Read(bytes.Span, peerId);
                after = await change(before, batch).ConfigureAwait(false);
                if (ReferenceEquals(before, after))
                    return new(true);
                record = PeerJson.Write(after);
            }

            batch.SetOwn(key, record);
            return await CommitAsync(batch, id => id == peerId ? after : null, cancellationToken).ConfigureAwait(false) ? new(true) : null;
        }
    }

    /// <summary>Runs code of the application's own within a change; it may change records itself, this one included.</summary>
    public T Ask<T>(Func<T> code) => _gates.Pass(code);

    /// <summary>Changes several records in one commit. Damaged ones are passed over.</summary>
    /// <param name="choose">Which; asked again when another writer was quicker.</param>
    /// <param name="change">From the stored record to the new one, or the same to leave it.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    /// <param name="also">What else goes into the commit, whether any record changes or not.</param>
    /// <returns>How many changed.</returns>
    public Task<int> ChangeManyAsync(
        Func<PeerDirectory, IEnumerable<string>> choose, Func<StoredPeer, StoredPeer> change, CancellationToken cancellationToken,
        Func<KeyValueBatch, ValueTask>? also = null)
    {
        return Retry.UntilCommittedAsync<int>(AttemptAsync, cancellationToken);

        async Task<Outcome<int>?> AttemptAsync()
        {
            var chosen = choose(await mirror.ReadAsync(cancellationToken).ConfigureAwait(false)).ToArray();
            using var entered = await _gates.EnterAsync(chosen, cancellationToken).ConfigureAwait(false);
            var batch = new KeyValueBatch();
            var written = new Dictionary<string, StoredPeer>(StringComparer.Ordinal);
            var records = await store.GetManyAsync(Array.ConvertAll(chosen, keys.Peer), cancellationToken).ConfigureAwait(false);
            foreach (var (peerId, record) in chosen.Zip(records))
            {
                var key = keys.Peer(peerId);
                if (record is not { } bytes || !PeerJson.TryRead(bytes.Span, peerId, out var before))
                    continue;
                var after = change(before);
                if (ReferenceEquals(before, after))
                    continue;
                batch.ExpectRead(key, bytes).SetOwn(key, PeerJson.Write(after));
                written[peerId] = after;
            }

            if (also is not null)
                await also(batch).ConfigureAwait(false);
            return batch.Changes.Count == 0 || await CommitAsync(batch, written.GetValueOrDefault, cancellationToken).ConfigureAwait(false)
                ? new(written.Count)
                : null;
        }
    }

    /// <summary>Commits, and lets the directory and whoever watches know.</summary>
    public Task<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken) => CommitAsync(batch, null, cancellationToken);

    /// <inheritdoc cref="CommitAsync(KeyValueBatch, CancellationToken)"/>
    /// <param name="batch">The commit.</param>
    /// <param name="written">What it writes of a peer, as far as that is known.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public async Task<bool> CommitAsync(KeyValueBatch batch, Func<string, StoredPeer?>? written, CancellationToken cancellationToken)
    {
        // Before as well: a watch that begins meanwhile may read what was written before we hear that it was.
        watches.Tell(batch);
        var committed = await mirror.CommitAsync(batch, written, cancellationToken).ConfigureAwait(false);
        if (!committed)
        {
            secrets.Refused(batch);
            return false;
        }

        watches.Tell(batch);
        return true;
    }

    /// <summary>
    /// For reading only: what is written goes on from the record as it stands, so that a clock set back costs no history.
    /// </summary>
    private StoredPeer Sane(StoredPeer stored) => PeerInstants.Normalized(stored, time.GetNow());
}
