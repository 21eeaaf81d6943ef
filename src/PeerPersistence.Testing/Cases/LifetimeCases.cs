using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>What was committed is there after closing and opening again.</summary>
internal static class LifetimeCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("reopened-the-same", "A store that is closed and opened again holds what was committed, and nothing that was refused or " +
            "removed.", Same)
            { Needs = StoreCapabilities.Persistent },
        new("reopened-often", "A store can be closed and opened any number of times.", Often) { Needs = StoreCapabilities.Persistent },
        new("closed-twice", "A store can be disposed of twice.", Twice) { Needs = StoreCapabilities.Persistent },
        new("closed-is-closed", "A store that was disposed of throws ObjectDisposedException.", IsClosed) { Needs =
            StoreCapabilities.Persistent },
        new("closed-in-flight", "Disposing with commits in flight ends each of them: acknowledged and there, or with an exception and " +
            "whole or absent.", InFlight)
            { Needs = StoreCapabilities.Persistent },
        new("open-once", "A place that is open cannot be opened again: StoreLockedException, and the first store goes on. Closed, it can.",
            Once)
            { Needs = StoreCapabilities.ExclusiveAccess },
    ];

    private static async Task Same(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch().Set("empty", "").Set("large", new string('x', 200_000));
        foreach (var key in AwkwardKeys.InOrder)
            batch.Set($"k{key}", $"value of {key}");
        await store.CommittedAsync(batch).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("changed", "1").Set("removed", "1")).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("changed", "2").Remove("removed")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectAbsent("changed").Set("changed", "3").Set("refused", "1")).ConfigureAwait(false);

        store = await run.ReopenAsync(store).ConfigureAwait(false);
        await store.HoldsAsync("empty", "").ConfigureAwait(false);
        await store.HoldsAsync("large", new string('x', 200_000)).ConfigureAwait(false);
        await store.HoldsAsync("changed", "2").ConfigureAwait(false);
        await store.HoldsAsync("removed", null).ConfigureAwait(false);
        await store.HoldsAsync("refused", null).ConfigureAwait(false);
        await store.ScansAsync("k", [.. AwkwardKeys.InOrder.Select(key => $"k{key}")]).ConfigureAwait(false);
        foreach (var key in AwkwardKeys.InOrder)
            await store.HoldsAsync($"k{key}", $"value of {key}").ConfigureAwait(false);
        await store.CommittedAsync(
            new KeyValueBatch().ExpectText("changed", "2").ExpectAbsent("removed").Set("changed", "3")).ConfigureAwait(false);
    }

    private static async Task Often(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        for (var round = 0; round < 10; round++)
        {
            store = await run.ReopenAsync(store).ConfigureAwait(false);
            await store.HoldsAsync("k", round == 0 ? null : $"round {round - 1}").ConfigureAwait(false);
            if (round % 3 == 2)
                store = await run.ReopenAsync(store).ConfigureAwait(false);
            await store.PutAsync("k", $"round {round}").ConfigureAwait(false);
        }
    }

    private static async Task Twice(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "v").ConfigureAwait(false);
        await run.CloseAsync(store).ConfigureAwait(false);
        await run.CloseAsync(store).ConfigureAwait(false);
        await (await run.OpenAsync().ConfigureAwait(false)).HoldsAsync("k", "v").ConfigureAwait(false);
    }

    private static async Task IsClosed(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "v").ConfigureAwait(false);
        await run.CloseAsync(store).ConfigureAwait(false);
        await ThrowsAsync<ObjectDisposedException>(() => store.ReadAsync("k"), "Reading from a closed store").ConfigureAwait(false);
        await ThrowsAsync<ObjectDisposedException>(() => store.ListAsync(""), "Scanning a closed store").ConfigureAwait(false);
        await ThrowsAsync<ObjectDisposedException>(() => store.PutAsync("k", "w"), "Committing to a closed store").ConfigureAwait(false);
        await (await run.OpenAsync().ConfigureAwait(false)).HoldsAsync("k", "v").ConfigureAwait(false);
    }

    private static async Task InFlight(CaseRun run)
    {
        const int Commits = 40;
        var store = await run.OpenAsync().ConfigureAwait(false);
        var commits = new Task<bool>[Commits];
        for (var i = 0; i < Commits; i++)
            commits[i] = OutcomeAsync(store, new KeyValueBatch().Set($"{i:00}:a", "v").Set($"{i:00}:b", "v"));
        await run.CloseAsync(store).ConfigureAwait(false);
        var committed = await Task.WhenAll(commits).ConfigureAwait(false);

        store = await run.OpenAsync().ConfigureAwait(false);
        for (var i = 0; i < Commits; i++)
        {
            var found = await store.KeysAsync($"{i:00}:").ConfigureAwait(false);
            Check(
                found.Count == 2 || (found.Count == 0 && !committed[i]),
                $"Of a commit that {(committed[i] ? "returned true" : "threw")}, {found.Count} of 2 keys are there.");
        }
    }

    private static async Task<bool> OutcomeAsync(IKeyValueStore store, KeyValueBatch batch)
    {
        try
        {
            return await store.CommitAsync(batch).ConfigureAwait(false);
        }
        catch (Exception closed) when (closed is ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task Once(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "v").ConfigureAwait(false);
        await ThrowsAsync<StoreLockedException>(run.OpenAsync, "Opening a second time").ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectText("k", "v").Set("k", "w")).ConfigureAwait(false);
        store = await run.ReopenAsync(store).ConfigureAwait(false);
        await store.HoldsAsync("k", "w").ConfigureAwait(false);
    }
}
