using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>A commit whose expectations do not all hold returns false and has written nothing.</summary>
internal static class ExpectationCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("expect-bytes", "An expectation of bytes holds only where the key holds exactly these bytes.", ExactBytes),
        new("expect-absent", "An expectation of absence holds only where the key is absent.", Absence),
        new("expect-empty", "No bytes and absence are two expectations.", EmptyIsNotAbsent),
        new("expect-none-written", "Where one expectation of several does not hold, nothing at all is written.", NothingWritten),
        new("expect-before", "Expectations are about the state before the batch, also for keys that the batch changes.", StateBefore),
        new("expect-elsewhere", "An expectation may be about a key that the batch does not change, and changes nothing by itself.",
            OtherKey),
        new("expect-only", "A batch without changes only checks its expectations.", OnlyExpectations),
    ];

    private static async Task ExactBytes(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "value 1").ConfigureAwait(false);
        foreach (var wrong in (string[])["value 2", "value", "value 1 ", "Value 1", "Value", "", "another length altogether"])
            await store.RefusedAsync(new KeyValueBatch().ExpectText("k", wrong).Set("k", "lost")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("absent", "value 1").Set("k", "lost")).ConfigureAwait(false);
        await store.HoldsAsync("k", "value 1").ConfigureAwait(false);

        await store.CommittedAsync(new KeyValueBatch().ExpectText("k", "value 1").Set("k", "value 2")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("k", "value 1").Set("k", "lost")).ConfigureAwait(false);
        await store.HoldsAsync("k", "value 2").ConfigureAwait(false);
    }

    private static async Task Absence(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectAbsent("k").Set("k", "first")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectAbsent("k").Set("k", "second")).ConfigureAwait(false);
        await store.HoldsAsync("k", "first").ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Remove("k")).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectAbsent("k").Set("k", "third")).ConfigureAwait(false);
        await store.HoldsAsync("k", "third").ConfigureAwait(false);
    }

    private static async Task EmptyIsNotAbsent(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("k", "").Set("k", "lost")).ConfigureAwait(false);
        await store.HoldsAsync("k", null).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectAbsent("k").Set("k", "")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectAbsent("k").Set("k", "lost")).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectText("k", "").Set("k", "kept")).ConfigureAwait(false);
        await store.HoldsAsync("k", "kept").ConfigureAwait(false);
    }

    private static async Task NothingWritten(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("a", "1").Set("b", "1").Set("c", "1")).ConfigureAwait(false);
        for (var broken = 0; broken < 3; broken++)
        {
            var batch = new KeyValueBatch().Set("a", "2").Remove("b").Set("c", "2").Set("d", "2");
            for (var i = 0; i < 3; i++)
                batch.ExpectText("abc"[i..(i + 1)], i == broken ? "wrong" : "1");
            await store.RefusedAsync(batch).ConfigureAwait(false);
            foreach (var key in (string[])["a", "b", "c"])
                await store.HoldsAsync(key, "1").ConfigureAwait(false);
            await store.ScansAsync("", "a", "b", "c").ConfigureAwait(false);
        }
    }

    private static async Task StateBefore(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "old").ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().Set("k", "new").ExpectText("k", "new")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().Remove("k").ExpectAbsent("k")).ConfigureAwait(false);
        await store.HoldsAsync("k", "old").ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Set("k", "new").ExpectText("k", "old")).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Remove("k").ExpectText("k", "new")).ConfigureAwait(false);
        await store.HoldsAsync("k", null).ConfigureAwait(false);
    }

    private static async Task OtherKey(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("guard", "open").ConfigureAwait(false);
        await store.CommittedAsync(
            new KeyValueBatch().ExpectText("guard", "open").ExpectAbsent("ghost").Set("k", "v")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("guard", "shut").Set("k", "lost")).ConfigureAwait(false);
        await store.HoldsAsync("guard", "open").ConfigureAwait(false);
        await store.HoldsAsync("k", "v").ConfigureAwait(false);
        await store.ScansAsync("", "guard", "k").ConfigureAwait(false);
    }

    private static async Task OnlyExpectations(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await store.PutAsync("k", "v").ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().ExpectText("k", "v").ExpectAbsent("ghost")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("k", "w")).ConfigureAwait(false);
        await store.RefusedAsync(new KeyValueBatch().ExpectText("k", "v").ExpectText("ghost", "")).ConfigureAwait(false);
        await store.HoldsAsync("k", "v").ConfigureAwait(false);
        await store.ScansAsync("", "k").ConfigureAwait(false);
    }
}
