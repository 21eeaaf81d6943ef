using System.Text;

namespace PeerPersistence;

/// <summary>
/// A new key for whole records and their names: all are sealed again under it, and the old keys are destroyed when nothing needs them.
/// </summary>
/// <remarks>Stopped half-way nothing is lost: old keys go on opening what they sealed, and the next rotation goes on.</remarks>
internal sealed class RecordRotation(IKeyValueStore inner, KeyRing ring, RecordKeys keys, string recordPrefix)
{
    private const int RecordsInACommit = 100;

    public async Task<int> RunAsync(CancellationToken cancellationToken) =>
        await ring.RotateAsync(cancellationToken).ConfigureAwait(false) ? await MoveAllAsync(cancellationToken).ConfigureAwait(false) : 0;

    /// <summary>Under another master key as well, so that the old one opens nothing that is written from now on.</summary>
    public async Task RunAsync(IMasterKeyProvider next, CancellationToken cancellationToken)
    {
        if (await ring.ChangeMasterAsync(next, cancellationToken).ConfigureAwait(false))
            await MoveAllAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> MoveAllAsync(CancellationToken cancellationToken)
    {
        // Asked before looking: from now on nothing new is sealed under these.
        var retired = await ring.RetiredAsync(cancellationToken).ConfigureAwait(false);
        List<string> innerKeys = [];
        await foreach (var (innerKey, _) in inner.ScanAsync(recordPrefix, cancellationToken).ConfigureAwait(false))
            innerKeys.Add(innerKey);

        var needed = new NeededKeys();
        var resealed = 0;
        for (var i = 0; i < innerKeys.Count; i += RecordsInACommit)
        {
            var some = innerKeys.GetRange(i, Math.Min(RecordsInACommit, innerKeys.Count - i));
            resealed += await Retry.UntilCommittedAsync<int>(
                () => TryMoveAsync(some, needed, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await ring.DestroyAsync(needed.Unneeded(retired), cancellationToken).ConfigureAwait(false);
        return resealed;
    }

    /// <summary>
    /// Moves those of the records that lie under an old key. Damaged ones stay, and their key with them: they may be healed one day.
    /// </summary>
    private async Task<Outcome<int>?> TryMoveAsync(IReadOnlyList<string> innerKeys, NeededKeys needed, CancellationToken cancellationToken)
    {
        using var ciphers = await keys.ToWriteAsync(cancellationToken).ConfigureAwait(false);
        var active = ciphers.Active;
        var batch = new KeyValueBatch();
        var moved = 0;
        var found = await inner.GetManyAsync(innerKeys, cancellationToken).ConfigureAwait(false);
        foreach (var (innerKey, record) in innerKeys.Zip(found))
        {
            if (record is not { } stored)
                continue;
            if (ciphers.Reveal(innerKey) is not var (key, cipher))
            {
                AddNeeds(ciphers, stored, needed);
                continue;
            }

            if (cipher == active)
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
        await ring.RefreshAsync(ciphers.Ring, cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>A record whose name cannot be read may be healed as well.</summary>
    private static void AddNeeds(RecordCiphers ciphers, ReadOnlyMemory<byte> stored, NeededKeys needed)
    {
        var text = Encoding.ASCII.GetString(stored.Span);
        if (Envelope.FromText(text) is { } envelope && ciphers.OldestFirst.FirstOrDefault(cipher => cipher.Sealed(envelope)) is { } sealer)
            needed.Add(sealer.DataKey.Id);
        else if (Envelope.FromText(text) is null || Envelope.IsOfLaterVersion(text))
            needed.AddAll();
    }
}
