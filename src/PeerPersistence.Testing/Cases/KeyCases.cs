using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Keys are ordinal strings.</summary>
internal static class KeyCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("keys-ordinal", "Two keys are the same only when every UTF-16 unit is: case, culture, patterns and white space do not matter.",
            Ordinal),
        new("keys-any-unit", "NUL and unpaired surrogates in keys are kept apart too, or refused as ArgumentException with nothing " +
            "written.", AnyUnit),
        new("keys-many", "A commit may hold ten thousand keys.", Many),
        new("null-arguments", "A null key, prefix or batch is an ArgumentNullException.", NullArguments),
    ];

    private static async Task Ordinal(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var keys = AwkwardKeys.InOrder;
        for (var i = 0; i < keys.Count; i++)
        {
            await store.HoldsAsync(keys[i], null).ConfigureAwait(false);
            await store.CommittedAsync(new KeyValueBatch().ExpectAbsent(keys[i]).Set(keys[i], $"value {i}")).ConfigureAwait(false);
        }

        for (var i = 0; i < keys.Count; i++)
            await store.HoldsAsync(keys[i], $"value {i}").ConfigureAwait(false);

        for (var i = 0; i < keys.Count; i += 2)
            await store.CommittedAsync(new KeyValueBatch().ExpectText(keys[i], $"value {i}").Remove(keys[i])).ConfigureAwait(false);
        for (var i = 0; i < keys.Count; i++)
            await store.HoldsAsync(keys[i], i % 2 == 0 ? null : $"value {i}").ConfigureAwait(false);
    }

    private static async Task AnyUnit(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var taken = new List<string>();
        foreach (var key in (string[])["a", "a\0", "a\0b", "\0", "\ud800", "\ud801", "\udc00", "\udc00\ud800", "\ufffd"])
        {
            try
            {
                await store.CommittedAsync(
                    new KeyValueBatch().ExpectAbsent(key).Set(key, $"value {taken.Count}").Set("beside", "")).ConfigureAwait(false);
                taken.Add(key);
            }
            catch (ArgumentException)
            {
                await store.HoldsAsync("beside", null).ConfigureAwait(false);
            }

            await store.CommittedAsync(new KeyValueBatch().Remove("beside")).ConfigureAwait(false);
        }

        if (run.Can(StoreCapabilities.Persistent))
            store = await run.ReopenAsync(store).ConfigureAwait(false);
        for (var i = 0; i < taken.Count; i++)
            await store.HoldsAsync(taken[i], $"value {i}").ConfigureAwait(false);
        await store.ScansAsync("", [.. taken.OrderBy(key => key, StringComparer.Ordinal)]).ConfigureAwait(false);
    }

    private static async Task Many(CaseRun run)
    {
        const int Count = 10_000;
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch();
        for (var i = 0; i < Count; i++)
            batch.Set($"key:{i:00000}", $"value {i}");
        await store.CommittedAsync(batch).ConfigureAwait(false);

        var found = await store.ListAsync("key:").ConfigureAwait(false);
        Check(found.Count == Count, $"{Count} keys were committed and {found.Count} were found.");
        for (var i = 0; i < Count; i++)
            Check(
                found[i].Key == $"key:{i:00000}" && found[i].Value.Span.SequenceEqual(Bytes($"value {i}").Span),
                $"Entry {i} of the scan is {Show(found[i].Key)} or has the wrong value.");
        await store.HoldsAsync("key:09999", "value 9999").ConfigureAwait(false);
    }

    private static async Task NullArguments(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        await ThrowsAsync<ArgumentNullException>(
            async () => await store.GetAsync(null!).ConfigureAwait(false), "Reading a null key").ConfigureAwait(false);
        await ThrowsAsync<ArgumentNullException>(
            async () => await store.ListAsync(null!).ConfigureAwait(false), "Scanning a null prefix").ConfigureAwait(false);
        await ThrowsAsync<ArgumentNullException>(
            async () => await store.CommitAsync(null!).ConfigureAwait(false), "Committing a null batch").ConfigureAwait(false);
    }
}
