using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>Brings the peers from localStorage into a database: one commit, looked at again, and only then removed there.</summary>
/// <remarks>Run again after it was interrupted at any step, it ends the same.</remarks>
[SupportedOSPlatform("browser")]
internal static class LocalStorageMove
{
    public static async Task RunAsync(IKeyValueStore target, IndexedDbStoreOptions options)
    {
        var prefix = options.LocalStoragePrefix ?? "mesh:";
        var source = new LocalStorageStore("", options.OpenTimeout);
        await using var owned = source.ConfigureAwait(false);
        var found = await ReadAsync(source, prefix).ConfigureAwait(false);
        if (found.Count == 0)
            return;

        if ((await ReadAsync(target, prefix).ConfigureAwait(false)).Count == 0)
        {
            var batch = new KeyValueBatch();
            foreach (var (key, value) in found)
                batch.Expect(key, (byte[]?)null).Set(key, value);
            await target.CommitAsync(batch).ConfigureAwait(false);
        }

        if (!await HoldsAllAsync(target, found).ConfigureAwait(false))
        {
            options.Logger.LocalStorageLeft(found.Count);
            return;
        }

        var gone = new KeyValueBatch();
        foreach (var (key, _) in found)
            gone.Remove(key);
        await source.CommitAsync(gone).ConfigureAwait(false);
        options.Logger.LocalStorageMoved(found.Count);
    }

    private static async Task<List<KeyValuePair<string, ReadOnlyMemory<byte>>>> ReadAsync(IKeyValueStore store, string prefix)
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> found = [];
        await foreach (var pair in store.ScanAsync(prefix).ConfigureAwait(false))
            found.Add(pair);
        return found;
    }

    private static async Task<bool> HoldsAllAsync(IKeyValueStore store, List<KeyValuePair<string, ReadOnlyMemory<byte>>> pairs)
    {
        var values = await store.GetManyAsync(pairs.ConvertAll(pair => pair.Key)).ConfigureAwait(false);
        return pairs.Zip(values).All(each => each.Second is { } value && value.Span.SequenceEqual(each.First.Value.Span));
    }
}
