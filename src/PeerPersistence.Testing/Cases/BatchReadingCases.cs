using static PeerPersistence.Testing.StoreProbe;

namespace PeerPersistence.Testing;

/// <summary>Many keys read at once are what each of them is.</summary>
/// <remarks>They ask every store that has the ability, declared or not: a service uses it wherever it finds it.</remarks>
internal static class BatchReadingCases
{
    public static IEnumerable<ConformanceCase> All =>
    [
        new("many-as-one-by-one", "Many keys read at once give what each gives alone, in the order of the keys.", AsOneByOne),
        new("many-current", "Many keys read at once see every commit that had returned.", Current),
    ];

    private static async Task AsOneByOne(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        var batch = new KeyValueBatch().Set("empty", "").Set("large", new string('x', 100_000)).Set("removed", "v");
        foreach (var key in AwkwardKeys.InOrder)
            batch.Set($"k{key}", $"value of {key}");
        for (var i = 0; i < 1500; i++)
            batch.Set($"many {i:0000}", $"{i}");
        await store.CommittedAsync(batch).ConfigureAwait(false);
        await store.CommittedAsync(new KeyValueBatch().Remove("removed")).ConfigureAwait(false);

        List<string> keys = ["never set", "large", "empty", "removed", "large", .. AwkwardKeys.InOrder.Select(key => "k" + key)];
        for (var i = 1499; i >= 0; i--)
            keys.Add(i % 3 == 0 ? $"many {i:0000}" : $"no {i}");
        foreach (var count in (int[])[0, 1, 2, keys.Count])
            await SameAsync(store, keys.GetRange(0, count)).ConfigureAwait(false);
    }

    private static async Task Current(CaseRun run)
    {
        var store = await run.OpenAsync().ConfigureAwait(false);
        for (var round = 0; round < 50; round++)
        {
            await store.CommittedAsync(new KeyValueBatch().Set("a", $"{round}").Set("b", $"{round}")).ConfigureAwait(false);
            await SameAsync(store, ["b", "a"]).ConfigureAwait(false);
            await store.CommittedAsync(new KeyValueBatch().Remove("b")).ConfigureAwait(false);
            await SameAsync(store, ["b", "a"]).ConfigureAwait(false);
        }
    }

    private static async Task SameAsync(IKeyValueStore store, List<string> keys)
    {
        if (store.Ability<IBatchReadingStore>() is not { } reader)
            return;
        var values = await reader.GetManyAsync(keys).ConfigureAwait(false);
        Check(values.Count == keys.Count, $"{keys.Count} keys were read and {values.Count} values came.");
        for (var i = 0; i < keys.Count; i++)
        {
            var alone = await store.GetAsync(keys[i]).ConfigureAwait(false);
            Check(
                values[i] is { } value ? alone is { } bytes && bytes.Span.SequenceEqual(value.Span) : alone is null,
                $"Key {Show(keys[i])} among {keys.Count} is not what it is alone.");
        }
    }
}
