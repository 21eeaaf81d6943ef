using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>No room is a <see cref="StoreFullException"/>; the store goes on reading.</summary>
internal static class RoomCases
{
    private const int ValueLength = 16 * 1024;
    private const int Most = 4 * 1024 * 1024 / ValueLength;

    public static IEnumerable<ConformanceCase> All =>
    [
        new("no-room", "A commit that finds no room throws StoreFullException and has written nothing; the store reads on, and writes " +
            "again when there is room.", NoRoom)
            { Needs = StoreCapabilities.LimitedRoom },
    ];

    private static async Task NoRoom(CaseRun run)
    {
        var store = await run.OpenSmallAsync().ConfigureAwait(false);
        var fitted = await FillAsync(store).ConfigureAwait(false);
        Check(fitted >= 4, $"A small store had room for {fitted} of the promised 4 values.");

        var found = await store.KeysAsync("").ConfigureAwait(false);
        Check(found.Count == fitted, $"{fitted} commits returned true, the next found no room, and {found.Count} keys are there.");
        await store.HoldsAsync("k000", Value(0)).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectAbsent("k000").Set("small", "v")).ConfigureAwait(false);

        await store.CommittedAsync(new KeyValueBatch().Remove("k000").Remove("k001").Remove("k002")).ConfigureAwait(false);
        await store.PutAsync("k000", Value(1)).ConfigureAwait(false);
        await store.HoldsAsync("k000", Value(1)).ConfigureAwait(false);
    }

    private static async Task<int> FillAsync(IKeyValueStore store)
    {
        for (var i = 0; i <= Most; i++)
        {
            try
            {
                await store.CommittedAsync(new KeyValueBatch().Set($"k{i:000}", Value(i)).Set("k000", Value(0))).ConfigureAwait(false);
            }
            catch (StoreFullException)
            {
                return i;
            }
        }

        throw Failure("A small store took more than 4 MiB.");
    }

    private static string Value(int number) => new((char)('a' + (number % 26)), ValueLength);
}
