namespace PeerPersistence;

/// <summary>A new key for whole records and their names: all are sealed again under it, and the old keys are destroyed when nothing needs them.</summary>
/// <remarks>Stopped half-way nothing is lost: old keys go on opening what they sealed, and the next rotation goes on.</remarks>
internal sealed class RecordRotation(IKeyValueStore inner, KeyRing ring, RecordKeys keys, string recordPrefix)
{
    private const int RecordsInACommit = 100;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!await ring.RotateAsync(cancellationToken).ConfigureAwait(false))
            return 0;

        // Asked before looking: from now on nothing new is sealed under these.
        var retired = await ring.RetiredAsync(cancellationToken).ConfigureAwait(false);
        List<string> innerKeys = [];
        await foreach (var (innerKey, _) in inner.ScanAsync(recordPrefix, cancellationToken).ConfigureAwait(false))
            innerKeys.Add(innerKey);

        var needed = new HashSet<uint>();
        var resealed = 0;
        for (var i = 0; i < innerKeys.Count; i += RecordsInACommit)
        {
            var some = innerKeys.GetRange(i, Math.Min(RecordsInACommit, innerKeys.Count - i));
            resealed += await Retry.UntilCommittedAsync<int>(() => TryMoveAsync(some, needed, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await ring.DestroyAsync([.. retired.Where(id => !needed.Contains(id))], cancellationToken).ConfigureAwait(false);
        return resealed;
    }

    /// <summary>Moves those of the records that lie under an old key. Damaged ones stay, and their key with them: they may be healed one day.</summary>
    private async Task<Outcome<int>?> TryMoveAsync(IReadOnlyList<string> innerKeys, HashSet<uint> needed, CancellationToken cancellationToken)
    {
        using var ciphers = await keys.ToWriteAsync(cancellationToken).ConfigureAwait(false);
        var active = ciphers.Active;
        var batch = new KeyValueBatch();
        var moved = 0;
        var found = await inner.GetManyAsync(innerKeys, cancellationToken).ConfigureAwait(false);
        foreach (var (innerKey, record) in innerKeys.Zip(found))
        {
            if (ciphers.Reveal(innerKey) is not var (key, cipher) || cipher == active || record is not { } stored)
                continue;
            if (await cipher.TryOpenAsync(innerKey, stored, cancellationToken).ConfigureAwait(false) is not { } value)
            {
                needed.Add(cipher.DataKey.Id);
                continue;
            }

            var next = active.Hide(key);
            batch.Expect(innerKey, stored).Remove(innerKey)
                .Expect(next, null).Set(next, await active.SealAsync(next, value, cancellationToken).ConfigureAwait(false));
            moved++;
        }

        ring.Expect(batch, active.DataKey);
        if (moved == 0 || await inner.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
            return new(moved);
        await ring.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}
