using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A key holds its last committed value.</summary>
internal static class ReadCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("get-absent", "A key that was never set is absent, which is not the same as no bytes.", GetAbsent),
        new("get-empty", "A value of no bytes is a value: it is read and scanned like any other.", GetEmpty),
        new("get-last", "A key holds its last committed value until it is set again.", GetLast),
        new("get-removed", "A removed key is absent, for reads and scans, and can be set again.", GetRemoved),
        new("get-large", "A value of a million bytes comes back whole.", GetLarge),
        new("get-any-bytes", "A value may be any bytes.", GetAnyBytes) { Needs = StoreCapabilities.BinaryValues },
        new("returned-bytes-stay", "Bytes that were returned never change, whatever is committed later.", ReturnedBytesStay),
    ];

    private static async Task GetAbsent(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.HoldsAsync("k", null).ConfigureAwait(false);
        await store.PutAsync("k1", "other").ConfigureAwait(false);
        await store.HoldsAsync("k", null).ConfigureAwait(false);
    }

    private static async Task GetEmpty(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "").ConfigureAwait(false);
        await store.HoldsAsync("k", "").ConfigureAwait(false);
        await store.ScansAsync("k", "k").ConfigureAwait(false);
    }

    private static async Task GetLast(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        foreach (var value in (string[])["first", "second, and longer", "3"])
        {
            await store.PutAsync("k", value).ConfigureAwait(false);
            await store.HoldsAsync("k", value).ConfigureAwait(false);
        }

        Check((await store.ListAsync("").ConfigureAwait(false)).Count == 1, "A key that was set three times is there more than once.");
    }

    private static async Task GetRemoved(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "v").ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Remove("k").Remove("never there")).ConfigureAwait(false);
        await store.HoldsAsync("k", null).ConfigureAwait(false);
        await store.ScansAsync("").ConfigureAwait(false);
        await store.PutAsync("k", "again").ConfigureAwait(false);
        await store.HoldsAsync("k", "again").ConfigureAwait(false);
    }

    private static async Task GetLarge(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var large = new byte[1_000_000];
        // No piece of a power of two has the text of the one before.
        for (var i = 0; i < large.Length; i++)
            large[i] = (byte)(' ' + i % 89);
        await store.CommittedAsync(new KeyValueBatch().Set("k", large)).ConfigureAwait(false);
        var got = await store.GetAsync("k").ConfigureAwait(false);
        Check(
            got is { } value && value.Span.SequenceEqual(large),
            $"{large.Length} bytes were stored and {got?.Length ?? 0} came back, or others.");
    }

    private static async Task GetAnyBytes(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var bytes = Enumerable.Range(0, 1024).Select(number => (byte)(number * 7)).ToArray();
        await store.CommittedAsync(new KeyValueBatch().Set("k", bytes)).ConfigureAwait(false);
        var got = await store.GetAsync("k").ConfigureAwait(false);
        Check(got is { } value && value.Span.SequenceEqual(bytes), "A read gave other bytes.");
        var scanned = await store.ListAsync("").ConfigureAwait(false);
        Check(scanned.Count == 1 && scanned[0].Value.Span.SequenceEqual(bytes), "A scan gave other bytes.");
        await store.CommittedAsync(new KeyValueBatch().Expect("k", bytes).Remove("k")).ConfigureAwait(false);
    }

    private static async Task ReturnedBytesStay(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "value a").Set("b", "value b")).ConfigureAwait(false);
        var got = await store.GetAsync("a").ConfigureAwait(false);
        var scanned = await store.ListAsync("").ConfigureAwait(false);

        await store.CommittedAsync(new KeyValueBatch().Set("a", "VALUE A").Remove("b").Set("c", "value c")).ConfigureAwait(false);
        await store.HoldsAsync("a", "VALUE A").ConfigureAwait(false);
        await store.ListAsync("").ConfigureAwait(false);

        Check(got is { } value && value.Span.SequenceEqual(Bytes("value a").Span), "Bytes returned by a read changed.");
        Check(
            scanned[0].Value.Span.SequenceEqual(Bytes("value a").Span) && scanned[1].Value.Span.SequenceEqual(Bytes("value b").Span),
            "Bytes returned by a scan changed.");
    }
}
