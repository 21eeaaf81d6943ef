using System.Globalization;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A counter that many writers raise with expectations; a lost update leaves it too low.</summary>
/// <remarks>All read before any of them commits, so that they meet in every round, on the fastest of stores too.</remarks>
internal static class Counting
{
    public static async Task ManyUpdatesAsync(IReadOnlyList<IKeyValueStore> stores, int writers, int updates)
    {
        var left = Enumerable.Repeat(updates, writers).ToArray();
        var read = new string?[writers];
        while (left.Any(each => each > 0))
        {
            await TogetherAsync(
                writers,
                async writer => read[writer] = await stores[writer % stores.Count].ReadAsync("counter").ConfigureAwait(false))
                    .ConfigureAwait(false);
            var before = left.Sum();
            await TogetherAsync(writers, async writer =>
            {
                if (left[writer] > 0 && await stores[writer % stores.Count].CommitAsync(Increment(read[writer])).ConfigureAwait(false))
                    left[writer]--;
            }).ConfigureAwait(false);
            Check(left.Sum() < before, "Of several commits with the same expectation none came first.");
        }

        await stores[0].HoldsAsync("counter", (writers * updates).ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
    }

    private static KeyValueBatch Increment(string? read)
    {
        var next = int.Parse(read ?? "0", CultureInfo.InvariantCulture) + 1;
        var batch = new KeyValueBatch().Set("counter", next.ToString(CultureInfo.InvariantCulture));
        return read is null ? batch.ExpectAbsent("counter") : batch.ExpectText("counter", read);
    }
}
