using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A batch is all or nothing, and copied.</summary>
internal static class CommitCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("commit-all", "A commit sets and removes everything that is in its batch, and nothing else.", Everything),
        new("commit-nothing", "A commit of an empty batch returns true and changes nothing.", Nothing),
        new("commit-visible", "A commit that returned true is visible to every read that starts afterwards.", Visible),
        new("batch-copied", "A batch was copied: what is done to it once CommitAsync has given back its task changes nothing.", Copied),
        new("batch-again", "A batch can be committed again, and to another store.", Again),
    ];

    private static async Task Everything(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "1").Set("b", "1").Set("c", "1")).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "2").Remove("b").Set("d", "2").Remove("absent").Remove("e").Set("e", "2")
            .Set("f", "2").Remove("f")).ConfigureAwait(false);
        await store.HoldsAsync("a", "2").ConfigureAwait(false);
        await store.HoldsAsync("c", "1").ConfigureAwait(false);
        await store.ScansAsync("", "a", "c", "d", "e").ConfigureAwait(false);
    }

    private static async Task Nothing(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new()).ConfigureAwait(false);
        await store.PutAsync("a", "1").ConfigureAwait(false);
        await store.CommittedAsync(new()).ConfigureAwait(false);
        await store.ScansAsync("", "a").ConfigureAwait(false);
    }

    private static async Task Visible(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        for (var round = 0; round < 50; round++)
        {
            var value = $"round {round}";
            await store.HoldsAsync("b", null).ConfigureAwait(false);
            await store.CommittedAsync(new KeyValueBatch().Set("a", value).Set("b", value)).ConfigureAwait(false);
            await TogetherAsync(
                4, async reader => await store.HoldsAsync(reader % 2 == 0 ? "a" : "b", value).ConfigureAwait(false)).ConfigureAwait(false);
            var scanned = await store.ListAsync("").ConfigureAwait(false);
            Check(
                scanned.Count == 2 && scanned.All(pair => pair.Value.Span.SequenceEqual(Bytes(value).Span)),
                "A scan gave what was there before the commit.");
            await store.CommittedAsync(new KeyValueBatch().Remove("b")).ConfigureAwait(false);
            await store.ScansAsync("", "a").ConfigureAwait(false);
        }
    }

    private static async Task Copied(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var bytes = Bytes("committed").ToArray();
        var batch = new KeyValueBatch().ExpectAbsent("k").Set("k", bytes);
        var commit = store.CommitAsync(batch);
        Array.Clear(bytes, 0, bytes.Length);
        batch.Set("k", "overwritten").Set("another", "added").ExpectText("k", "overwritten");
        Check(await commit.ConfigureAwait(false), "A commit whose expectations held returned false.");
        await store.HoldsAsync("k", "committed").ConfigureAwait(false);
        await store.ScansAsync("", "k").ConfigureAwait(false);

        batch.Set("k", "overwritten once more").Remove("another");
        await store.HoldsAsync("k", "committed").ConfigureAwait(false);
        await store.ScansAsync("", "k").ConfigureAwait(false);
    }

    private static async Task Again(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch().Set("k", "v").Remove("r");
        await store.CommittedAsync(batch).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("k", "w").Set("r", "w")).ConfigureAwait(false);
        await store.CommittedAsync(batch).ConfigureAwait(false);
        await store.HoldsAsync("k", "v").ConfigureAwait(false);
        await store.HoldsAsync("r", null).ConfigureAwait(false);

        var other = await run.OpenElsewhereAsync().ConfigureAwait(false);
        await other.CommittedAsync(batch).ConfigureAwait(false);
        await other.HoldsAsync("k", "v").ConfigureAwait(false);
    }
}
