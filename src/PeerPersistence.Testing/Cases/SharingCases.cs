using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Several stores on one place are one store.</summary>
internal static class SharingCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("shared-visible", "A commit through one store is visible to every read through another that starts afterwards.", Visible)
            { Needs = StoreCapabilities.MultipleWriters },
        new("shared-opening", "Many may open a new place at once.", Opening) { Needs = StoreCapabilities.MultipleWriters },
        new("shared-no-lost-update", "Updates with expectations through several stores all land.", NoLostUpdate)
            { Needs = StoreCapabilities.MultipleWriters },
        new("shared-whole", "A scan through one store never sees half a commit of another.", Whole) { Needs =
            StoreCapabilities.MultipleWriters },
        new("shared-changes", "What was committed through another store is noticed.", Changes)
            { Needs = StoreCapabilities.MultipleWriters | StoreCapabilities.ChangeTracking },
        new("shared-changes-counted", "Where commits are counted, those of other stores are, too.", ChangesCounted)
            { Needs = StoreCapabilities.MultipleWriters | StoreCapabilities.ChangeTracking },
        new("shared-changes-followed", "Who reads again what was named ends with what another store committed.", ChangesFollowed)
            { Needs = StoreCapabilities.MultipleWriters | StoreCapabilities.ChangeTracking },
        new("shared-changes-from-nothing",
            "Who reads all there is, while another store commits, and then what is named, ends with what is stored.", ChangesFromNothing)
            { Needs = StoreCapabilities.MultipleWriters | StoreCapabilities.ChangeTracking },
    ];

    private static async Task Visible(CaseRun run)
    {
        var (one, two) = (await run.OpenAsync().ConfigureAwait(false), await run.OpenAsync().ConfigureAwait(false));
        for (var round = 0; round < 20; round++)
        {
            await one.PutAsync("k", $"one {round}").ConfigureAwait(false);
            await two.HoldsAsync("k", $"one {round}").ConfigureAwait(false);
            await two.CommittedAsync(
                new KeyValueBatch().ExpectText("k", $"one {round}").Set("k", $"two {round}").Set($"r{round:00}", "")).ConfigureAwait(false);
            await one.HoldsAsync("k", $"two {round}").ConfigureAwait(false);
            await two.HoldsAsync("k", $"two {round}").ConfigureAwait(false);
            await one.RefusedAsync(new KeyValueBatch().ExpectText("k", $"one {round}").Set("k", "lost")).ConfigureAwait(false);
            Check((await one.KeysAsync("r").ConfigureAwait(false)).Count == round + 1, "A scan missed what another store had committed.");
        }
    }

    private static async Task Opening(CaseRun run)
    {
        var stores = new IKeyValueStore[6];
        await TogetherAsync(stores.Length, async number =>
        {
            stores[number] = await run.OpenAsync().ConfigureAwait(false);
            await stores[number].PutAsync($"k{number}", "v").ConfigureAwait(false);
        }).ConfigureAwait(false);
        foreach (var store in stores)
            await store.ScansAsync("", "k0", "k1", "k2", "k3", "k4", "k5").ConfigureAwait(false);
    }

    private static async Task NoLostUpdate(CaseRun run)
    {
        IKeyValueStore[] stores = [await run.OpenAsync().ConfigureAwait(false), await run.OpenAsync().ConfigureAwait(false),
            await run.OpenAsync().ConfigureAwait(false)];
        await Counting.ManyUpdatesAsync(stores, writers: 6, updates: 5).ConfigureAwait(false);
    }

    private static async Task Whole(CaseRun run)
    {
        var (one, two) = (await run.OpenAsync().ConfigureAwait(false), await run.OpenAsync().ConfigureAwait(false));
        await Transfers.NeverHalfAsync(writing: one, reading: two, seed: 11).ConfigureAwait(false);
    }

    private static async Task Changes(CaseRun run)
    {
        var one = await run.OpenAsync().ConfigureAwait(false);
        var two = await run.OpenAsync().ConfigureAwait(false);
        var token = (await one.ChangesAsync(null).ConfigureAwait(false)).Token;
        for (var round = 0; round < 10; round++)
        {
            await two.PutAsync($"foreign {round}", "v").ConfigureAwait(false);
            if (round % 2 == 0)
                await one.PutAsync("own", $"{round}").ConfigureAwait(false);
            var changes = await one.ChangesAsync(token).ConfigureAwait(false);
            Check(changes.Token != token, "Another store's commit did not lead to another token.");
            Check(
                changes.Keys is null || changes.Keys.Contains($"foreign {round}", StringComparer.Ordinal),
                "A key that another store set is not named.");
            token = changes.Token;
        }
    }

    private static async Task ChangesCounted(CaseRun run)
    {
        var one = await run.OpenAsync().ConfigureAwait(false);
        await ChangeTrackingCases.CountAsync(read: one, written: await run.OpenAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task ChangesFollowed(CaseRun run)
    {
        var one = await run.OpenAsync().ConfigureAwait(false);
        await ChangeTrackingCases.FollowAsync(read: one, written: await run.OpenAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task ChangesFromNothing(CaseRun run)
    {
        var one = await run.OpenAsync().ConfigureAwait(false);
        await ChangeTrackingCases.BeginAsync(read: one, written: await run.OpenAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }
}
