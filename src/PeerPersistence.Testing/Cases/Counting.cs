using System.Globalization;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Counters that many writers raise with expectations; a lost update leaves one too low.</summary>
internal static class Counting
{
    public static async Task ManyUpdatesAsync(IReadOnlyList<IKeyValueStore> stores, int writers, int updates)
    {
        await TogetherAsync(writers, async writer =>
        {
            for (var i = 0; i < updates; i++)
                await IncrementAsync(stores[writer % stores.Count], $"counter {i % 2}").ConfigureAwait(false);
        }).ConfigureAwait(false);

        var sum = 0;
        foreach (var key in (string[])["counter 0", "counter 1"])
            sum += int.Parse(await stores[0].ReadAsync(key).ConfigureAwait(false) ?? "0", CultureInfo.InvariantCulture);
        Check(sum == writers * updates, $"{writers * updates} updates were acknowledged and {sum} are there.");
    }

    private static async Task IncrementAsync(IKeyValueStore store, string key)
    {
        while (true)
        {
            var read = await store.ReadAsync(key).ConfigureAwait(false);
            var next = int.Parse(read ?? "0", CultureInfo.InvariantCulture) + 1;
            var batch = new KeyValueBatch().Set(key, next.ToString(CultureInfo.InvariantCulture));
            if (await store.CommitAsync(read is null ? batch.ExpectAbsent(key) : batch.ExpectText(key, read)).ConfigureAwait(false))
                return;
        }
    }
}
