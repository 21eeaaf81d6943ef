namespace PeerPersistence.Cli;

/// <summary>Copies a store, key by key and byte by byte, into an empty one, and compares.</summary>
/// <remarks>
/// The key ring goes along, and with it the store's id, to which secrets are bound: they open in the copy with the same master
/// key. A mark in the target says that the copy is not complete; it goes with the last commit. Killed half-way, the copy is begun again.
/// </remarks>
internal static class StoreCopy
{
    public const string Mark = "peers-migration:unfinished";

    private const int BatchKeys = 256;
    private const int BatchBytes = 1024 * 1024;

    /// <returns>How many keys there are, and whether a copy that was stopped was gone on with.</returns>
    /// <exception cref="ToolException">The target holds something else, or what was written there is not what is read.</exception>
    public static async Task<(int Keys, bool Resumed)> RunAsync(
        IKeyValueStore source, IKeyValueStore target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var resumed = await BeginAsync(target, cancellationToken).ConfigureAwait(false);
        var wanted = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
        foreach (var batch in Batches(wanted))
        {
            await CommitAsync(target, batch, cancellationToken).ConfigureAwait(false);
            progress?.Report((double)batch.Changes.Count / Math.Max(1, wanted.Count));
        }

        await CompareAsync(wanted, target, cancellationToken).ConfigureAwait(false);
        await CommitAsync(target, new KeyValueBatch().Remove(Mark), cancellationToken).ConfigureAwait(false);
        return (wanted.Count, resumed);
    }

    private static async Task<bool> BeginAsync(IKeyValueStore target, CancellationToken cancellationToken)
    {
        if (await target.GetAsync(Mark, cancellationToken).ConfigureAwait(false) is not null)
            return true;
        await foreach (var _ in target.ScanAsync("", cancellationToken).ConfigureAwait(false))
            throw ToolException.Store("The store to migrate to is not empty. Nothing was changed.");
        await CommitAsync(
            target, new KeyValueBatch().Expect(Mark, (byte[]?)null).Set(Mark, default), cancellationToken).ConfigureAwait(false);
        return false;
    }

    private static async Task<SortedDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(
        IKeyValueStore store, CancellationToken cancellationToken)
    {
        var all = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync("", cancellationToken).ConfigureAwait(false))
            all[key] = value;
        all.Remove(Mark);
        return all;
    }

    private static IEnumerable<KeyValueBatch> Batches(SortedDictionary<string, ReadOnlyMemory<byte>> wanted)
    {
        var (batch, bytes) = (new KeyValueBatch(), 0);
        foreach (var (key, value) in wanted)
        {
            batch.Set(key, value);
            bytes += value.Length;
            if (batch.Changes.Count < BatchKeys && bytes < BatchBytes)
                continue;
            yield return batch;
            (batch, bytes) = (new(), 0);
        }

        if (batch.Changes.Count > 0)
            yield return batch;
    }

    private static async Task CompareAsync(
        SortedDictionary<string, ReadOnlyMemory<byte>> wanted, IKeyValueStore target, CancellationToken cancellationToken)
    {
        var written = await ReadAsync(target, cancellationToken).ConfigureAwait(false);
        if (wanted.Count != written.Count
            || !wanted.All(pair => written.TryGetValue(pair.Key, out var value) && value.Span.SequenceEqual(pair.Value.Span)))
            throw ToolException.Store(
                "What was written there is not what was read. Somebody else writes to that store; empty it and try again.");
    }

    private static async Task CommitAsync(IKeyValueStore target, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        if (!await target.CommitAsync(batch, cancellationToken).ConfigureAwait(false))
            throw ToolException.Store("Somebody else writes to the store to migrate to.");
    }
}
