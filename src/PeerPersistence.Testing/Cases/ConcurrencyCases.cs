using System.Globalization;
using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>All calls may be made from many threads at once, and commits happen one after the other.</summary>
internal static class ConcurrencyCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("no-lost-update", "Read, change, commit with the expectation, retry: from many threads, every update lands.", async run =>
        {
            var store = await run.OpenAsync().ConfigureAwait(false);
            await Counting.ManyUpdatesAsync([store], writers: 8, updates: 10).ConfigureAwait(false);
        }),
        new("one-first", "Of many commits that expect the same key to be absent exactly one returns true, and its value stays.", OneFirst),
        new("every-commit-lands", "Commits without expectations from many threads all land.", EveryCommitLands),
        new("whole-for-readers", "A scan never sees half a commit.", async run =>
        {
            var store = await run.OpenAsync().ConfigureAwait(false);
            await Transfers.NeverHalfAsync(store, store, seed: 7).ConfigureAwait(false);
        }),
        new("never-backwards", "Who has read a value never reads an older one afterwards.", NeverBackwards),
    ];

    private static async Task OneFirst(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        for (var round = 0; round < 20; round++)
        {
            var key = $"k{round}";
            var won = new bool[8];
            await TogetherAsync(won.Length, async number =>
                won[number] = await store.CommitAsync(new KeyValueBatch().ExpectAbsent(key).Set(key, $"by {number}")).ConfigureAwait(false))
                    .ConfigureAwait(false);
            Check(won.Count(each => each) == 1, $"{won.Count(each => each)} commits were told that they came first.");
            await store.HoldsAsync(key, $"by {Array.IndexOf(won, true)}").ConfigureAwait(false);
        }
    }

    private static async Task EveryCommitLands(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await TogetherAsync(16, async number =>
        {
            for (var i = 0; i < 25; i++)
            {
                await store.CommittedAsync(
                    new KeyValueBatch().Set($"{number:00}:{i:00}", $"{number}/{i}").Set($"last:{number:00}", $"{i}")).ConfigureAwait(false);
                await store.HoldsAsync($"last:{number:00}", $"{i}").ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        for (var number = 0; number < 16; number++)
        {
            var found = await store.KeysAsync($"{number:00}:").ConfigureAwait(false);
            Check(found.Count == 25, $"Of 25 commits of one thread {found.Count} are there.");
        }
    }

    private static async Task NeverBackwards(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "0").ConfigureAwait(false);
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
                await store.PutAsync("k", i.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        });

        await TogetherAsync(3, async _ =>
        {
            var afterwards = 10;
            for (var seen = 0; !writing.IsCompleted || afterwards-- > 0;)
            {
                var now = int.Parse(await store.ReadAsync("k").ConfigureAwait(false) ?? "-1", CultureInfo.InvariantCulture);
                Check(now >= seen, $"{seen} was read, and then {now}.");
                seen = now;
                await Task.Yield();
            }
        }).ConfigureAwait(false);
        await writing.ConfigureAwait(false);
    }
}
