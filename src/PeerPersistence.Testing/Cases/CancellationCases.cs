using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A call cancelled before the commit point leaves nothing behind; after it the commit stands.</summary>
internal static class CancellationCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("cancelled-before", "A call whose token is cancelled already throws OperationCanceledException and has done nothing.", Before),
        new("cancelled-scan", "A scan stops when its token is cancelled.", Scan),
        new("cancelled-midway", "A commit cancelled on its way either throws and nothing of it is ever written, or returns true and " +
            "all of it is.", Midway),
    ];

    private static async Task Before(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var cancelled = new CancellationToken(canceled: true);
        await ThrowsAsync<OperationCanceledException>(
            async () => await store.CommitAsync(new KeyValueBatch().Set("k", "lost"), cancelled).ConfigureAwait(false),
            "A cancelled commit").ConfigureAwait(false);
        await ThrowsAsync<OperationCanceledException>(
            async () => await store.GetAsync("k", cancelled).ConfigureAwait(false), "A cancelled read").ConfigureAwait(false);
        await store.PutAsync("after", "v").ConfigureAwait(false);
        await store.ScansAsync("", "after").ConfigureAwait(false);
    }

    private static async Task Scan(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch();
        for (var i = 0; i < 1000; i++)
            batch.Set($"k{i:000}", "v");
        await store.CommittedAsync(batch).ConfigureAwait(false);

        using var source = new CancellationTokenSource();
        var seen = 0;
        await ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in store.ScanAsync("k", source.Token).ConfigureAwait(false))
            {
                if (++seen == 3)
#pragma warning disable CA1849 // On this thread, between two results.
                    source.Cancel();
#pragma warning restore CA1849
            }
        }, "A scan cancelled after three results").ConfigureAwait(false);
        Check(seen < 1000, "A cancelled scan went on to its end.");
        await store.PutAsync("after", "v").ConfigureAwait(false);
    }

    private static async Task Midway(CaseRun run)
    {
        const int Rounds = 100;
        var store = await run.OpenAsync().ConfigureAwait(false);
        var committed = new bool[Rounds];
        await TogetherAsync(4, async lane =>
        {
            for (var round = lane; round < Rounds; round += 4)
                committed[round] = await CommitAndCancelAsync(store, round).ConfigureAwait(false);
        }).ConfigureAwait(false);

        await store.PutAsync("after", "v").ConfigureAwait(false);
        for (var round = 0; round < Rounds; round++)
        {
            var found = await store.KeysAsync($"{round:000}:").ConfigureAwait(false);
            Check(
                found.Count == (committed[round] ? 2 : 0),
                $"Of a commit that {(committed[round] ? "returned true" : "was cancelled")}, {found.Count} of 2 keys are there.");
        }
    }

    private static async Task<bool> CommitAndCancelAsync(IKeyValueStore store, int round)
    {
        using var source = new CancellationTokenSource();
        try
        {
            var commit = store.CommitAsync(
                new KeyValueBatch().Set($"{round:000}:a", "v").Set($"{round:000}:b", "v"), source.Token).AsTask();
            for (var i = 0; i < round % 10; i++)
                await Task.Yield();
#pragma warning disable CA1849 // On this thread, while the commit is on its way.
            source.Cancel();
#pragma warning restore CA1849
            return await commit.ConfigureAwait(false) ? true : throw Failure("A commit without expectations returned false.");
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
