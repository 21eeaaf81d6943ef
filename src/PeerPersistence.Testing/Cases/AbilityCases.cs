using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>What a store can do besides leaves alone what it holds.</summary>
internal static class AbilityCases
{
    private const int Records = 300;

    public static IEnumerable<ConformanceCase> All =>
    [
        new("compacted-the-same", "Compacting changes nothing of what is stored, while others commit, too.", async run =>
            await SameAsync(run, store => store.Ability<ICompactingStore>()!.CompactAsync()).ConfigureAwait(false))
            { Needs = StoreCapabilities.Compaction },
        new("flushed-the-same", "Flushing changes nothing of what is stored, while others commit, too.", async run =>
            await SameAsync(run, store => store.Ability<IFlushableStore>()!.FlushAsync()).ConfigureAwait(false))
            { Needs = StoreCapabilities.Flushing },
        new("rekeyed-the-same", "New keys and another master key change nothing of what is stored, while others commit, too.", async run =>
            await SameAsync(run, async store =>
            {
                await store.Ability<IRekeyableStore>()!.RotateKeysAsync().ConfigureAwait(false);
                await store.Ability<IRekeyableStore>()!.ChangeMasterKeyAsync(
                    new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).ConfigureAwait(false);
            }).ConfigureAwait(false)) { Needs = StoreCapabilities.Rekeying },
        new("rotated-every-record", "A rotation seals every record again, and tells how many.", Rotated)
            { Needs = StoreCapabilities.Rekeying },
        new("recovered-nothing", "A store that was not damaged says so, and deleting damaged bytes leaves the others.", Recovered)
            { Needs = StoreCapabilities.Recovery },
        new("read-only-refuses", "A store that is opened for looking only says so, reads, and refuses to write.", ReadOnly)
            { Needs = StoreCapabilities.ReadOnly },
    ];

    /// <summary>
    /// Uses an ability while somebody goes on committing; and if the store can be closed, what is there afterwards is there for good.
    /// </summary>
    private static async Task SameAsync(CaseRun run, Func<IKeyValueStore, Task> use)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await use(store).ConfigureAwait(false);
        await FillAsync(store).ConfigureAwait(false);
        var commits = 0;
        var isUsed = 0;
        var committing = Task.Run(async () =>
        {
            for (; commits < Records && Volatile.Read(ref isUsed) == 0; commits++)
            {
                var batch = new KeyValueBatch().Set($"meanwhile {commits:000}", $"{commits}").Remove($"gone {commits:000}");
                await store.CommittedAsync(batch).ConfigureAwait(false);
            }
        });

        for (var i = 0; i < 3; i++)
            await use(store).ConfigureAwait(false);
        Volatile.Write(ref isUsed, 1);
        await committing.ConfigureAwait(false);
        if (run.Can(StoreCapabilities.Persistent) && !run.Can(StoreCapabilities.Rekeying))
            store = await run.ReopenAsync(store).ConfigureAwait(false);

        await store.HoldsAsync("kept 007", "7").ConfigureAwait(false);
        Check((await store.KeysAsync("kept ").ConfigureAwait(false)).Count == Records, "Some of what was stored before is gone.");
        Check((await store.KeysAsync("meanwhile ").ConfigureAwait(false)).Count == commits, "Some of what was stored meanwhile is gone.");
        Check((await store.KeysAsync("gone ").ConfigureAwait(false)).Count == Records - commits, "What was removed is there again.");
        await store.PutAsync("after", "v").ConfigureAwait(false);
        await store.HoldsAsync("after", "v").ConfigureAwait(false);
    }

    private static async Task Rotated(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var encrypting = store.Ability<IRekeyableStore>()!;
        Check(await encrypting.RotateKeysAsync().ConfigureAwait(false) == 0, "Records were sealed again where there are none.");
        await FillAsync(store).ConfigureAwait(false);
        for (var i = 0; i < 2; i++)
        {
            var count = await encrypting.RotateKeysAsync().ConfigureAwait(false);
            Check(count == 2 * Records, $"Of {2 * Records} records {count} were sealed again.");
        }
    }

    private static async Task Recovered(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await FillAsync(store).ConfigureAwait(false);
        if (run.Can(StoreCapabilities.Persistent))
            store = await run.ReopenAsync(store).ConfigureAwait(false);
        await store.HoldsAsync("kept 007", "7").ConfigureAwait(false);
        var recovering = store.Ability<IRecoveringStore>()!;
        Check(
            recovering.Recovery is { IsClean: true },
            $"A store that was not damaged tells {recovering.Recovery?.ToString() ?? "nothing"}.");
        await recovering.DeleteDamagedBytesAsync().ConfigureAwait(false);
        Check((await store.KeysAsync("").ConfigureAwait(false)).Count == 2 * Records, "Some of what was stored is gone.");
    }

    private static async Task ReadOnly(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        Check(store.Ability<IReadOnlyStore>() is { IsReadOnly: false }, "A store says that it is read-only, and was opened to be written.");
        await FillAsync(store).ConfigureAwait(false);
        await run.CloseAsync(store).ConfigureAwait(false);

        store = await run.OpenReadOnlyAsync().ConfigureAwait(false);
        Check(store.Ability<IReadOnlyStore>() is { IsReadOnly: true }, "A store that was opened for looking only does not say so.");
        await store.HoldsAsync("kept 007", "7").ConfigureAwait(false);
        await ThrowsAsync<PeerPersistenceException>(
            () => store.PutAsync("kept 007", "lost"), "Committing to such a store").ConfigureAwait(false);
        await store.HoldsAsync("kept 007", "7").ConfigureAwait(false);
        store = await run.ReopenAsync(store).ConfigureAwait(false);
        await store.HoldsAsync("kept 007", "7").ConfigureAwait(false);
    }

    private static Task FillAsync(IKeyValueStore store)
    {
        var batch = new KeyValueBatch();
        for (var i = 0; i < Records; i++)
            batch.Set($"kept {i:000}", $"{i}").Set($"gone {i:000}", $"{i}");
        return store.CommittedAsync(batch);
    }
}
