using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A scan is the state at one instant, in ordinal order.</summary>
internal static class ScanCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("scan-order", "A scan gives keys in ordinal order of their UTF-16 units, each once.", Order),
        new("scan-prefix", "A scan gives the keys that begin with the prefix, compared ordinally, and no others.", Prefix),
        new("scan-values", "A scan gives each key with its own last committed value.", Values),
        new("scan-snapshot", "What is committed while a scan is read is not in it.", Snapshot),
        new("scan-abandoned", "A scan that is left early does not stand in anyone's way.", Abandoned),
        new("scan-twice-at-once", "Two scans can be read at the same time.", TwiceAtOnce),
    ];

    private static async Task<IKeyValueStore> WithAwkwardKeysAsync(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch();
        foreach (var key in AwkwardKeys.InOrder.Reverse())
            batch.Set(key, $"value of {key}");
        await store.CommittedAsync(batch).ConfigureAwait(false);
        return store;
    }

    private static async Task Order(CaseRun run)
    {
        var store = await WithAwkwardKeysAsync(run).ConfigureAwait(false);
        await store.ScansAsync("", [.. AwkwardKeys.InOrder]).ConfigureAwait(false);
    }

    private static async Task Prefix(CaseRun run)
    {
        var store = await WithAwkwardKeysAsync(run).ConfigureAwait(false);
        string[] prefixes = [.. AwkwardKeys.InOrder, "x", "mesh:", "mesh:peer:", "mesh:peers:index:", "MESH:", "%", "_", "*",
            "nothing begins with this", "\ud83d"];
        foreach (var prefix in prefixes)
            await store.ScansAsync(
                prefix, [.. AwkwardKeys.InOrder.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]).ConfigureAwait(false);
    }

    private static async Task Values(CaseRun run)
    {
        var store = await WithAwkwardKeysAsync(run).ConfigureAwait(false);
        await store.PutAsync("a", "new value").ConfigureAwait(false);
        foreach (var (key, value) in await store.ListAsync("").ConfigureAwait(false))
            Check(
                value.Span.SequenceEqual(Bytes(key == "a" ? "new value" : $"value of {key}").Span),
                $"Key {Show(key)} came with a value that is not its own.");
    }

    private static async Task Snapshot(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch();
        for (var i = 0; i < 500; i++)
            batch.Set($"k{i:000}", "old");
        await store.CommittedAsync(batch).ConfigureAwait(false);

        var seen = 0;
        await foreach (var (key, value) in store.ScanAsync("k").ConfigureAwait(false))
        {
            if (seen == 0)
                await store.CommittedAsync(
                    new KeyValueBatch().Set("k400", "new").Remove("k450").Set("k4505", "new").Set("k9", "new")).ConfigureAwait(false);
            Check(key == $"k{seen:000}", $"Entry {seen} of the scan is {Show(key)}.");
            Check(value.Span.SequenceEqual(Bytes("old").Span), $"Key {Show(key)} has a value that was committed after the scan had begun.");
            seen++;
        }

        Check(seen == 500, $"The scan gave {seen} of 500 keys.");
        await store.HoldsAsync("k400", "new").ConfigureAwait(false);
        await store.HoldsAsync("k450", null).ConfigureAwait(false);
    }

    private static async Task Abandoned(CaseRun run)
    {
        var store = await WithAwkwardKeysAsync(run).ConfigureAwait(false);
        for (var i = 0; i < 50; i++)
        {
            await foreach (var _ in store.ScanAsync("").ConfigureAwait(false))
                break;
            await store.PutAsync("a", $"round {i}").ConfigureAwait(false);
        }

        await store.HoldsAsync("a", "round 49").ConfigureAwait(false);
    }

    private static async Task TwiceAtOnce(CaseRun run)
    {
        var store = await WithAwkwardKeysAsync(run).ConfigureAwait(false);
        var seen = 0;
        await foreach (var (outer, _) in store.ScanAsync("").ConfigureAwait(false))
        {
            Check(outer == AwkwardKeys.InOrder[seen++], "The outer scan lost its order.");
            if (seen == 3)
                await store.ScansAsync("", [.. AwkwardKeys.InOrder]).ConfigureAwait(false);
        }

        Check(seen == AwkwardKeys.InOrder.Count, $"The outer scan gave {seen} of {AwkwardKeys.InOrder.Count} keys.");
    }
}
