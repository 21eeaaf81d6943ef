using System.Text;

namespace PeerPersistence.Testing;

/// <summary>What cases say to a store and how they judge its answers. Values are text here; keys and values are shown escaped.</summary>
internal static class StoreProbe
{
    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    extension(KeyValueBatch batch)
    {
        public KeyValueBatch Set(string key, string text) => batch.Set(key, Bytes(text));

        public KeyValueBatch ExpectText(string key, string text) => batch.Expect(key, (ReadOnlyMemory<byte>?)Bytes(text));

        public KeyValueBatch ExpectAbsent(string key) => batch.Expect(key, (byte[]?)null);
    }

    extension(IKeyValueStore store)
    {
        public async Task CommittedAsync(KeyValueBatch batch)
        {
            if (!await store.CommitAsync(batch).ConfigureAwait(false))
                throw Failure("A commit whose expectations held returned false.");
        }

        public async Task RefusedAsync(KeyValueBatch batch)
        {
            if (await store.CommitAsync(batch).ConfigureAwait(false))
                throw Failure("A commit with an expectation that did not hold returned true.");
        }

        public Task PutAsync(string key, string text) => store.CommittedAsync(new KeyValueBatch().Set(key, text));

        public async Task<string?> ReadAsync(string key) =>
            await store.GetAsync(key).ConfigureAwait(false) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

        public ValueTask<StoreChanges> ChangesAsync(string? since) => store.Ability<IChangeTrackingStore>()!.GetChangesAsync(since);

        public async Task HoldsAsync(string key, string? text)
        {
            var found = await store.ReadAsync(key).ConfigureAwait(false);
            Check(found == text, $"Key {Show(key)} was to be {Show(text)} and is {Show(found)}.");
        }

        public async Task<List<KeyValuePair<string, ReadOnlyMemory<byte>>>> ListAsync(string prefix)
        {
            var found = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
            await foreach (var pair in store.ScanAsync(prefix).ConfigureAwait(false))
                found.Add(pair);
            return found;
        }

        public async Task<List<string>> KeysAsync(string prefix) =>
            [.. (await store.ListAsync(prefix).ConfigureAwait(false)).Select(pair => pair.Key)];

        public async Task ScansAsync(string prefix, params string[] keys)
        {
            var found = await store.KeysAsync(prefix).ConfigureAwait(false);
            Check(
                found.SequenceEqual(keys, StringComparer.Ordinal),
                $"A scan of {Show(prefix)} was to give {Show(keys)} and gave {Show(found)}.");
        }
    }

    public static async Task ThrowsAsync<TException>(Func<Task> call, string when) where TException : Exception
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (TException)
        {
            return;
        }

        throw Failure($"{when}: {typeof(TException).Name} was to be thrown and was not.");
    }

    public static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw Failure(otherwise);
    }

    public static ConformanceException Failure(string seen) => new(seen);

    public static string Show(IEnumerable<string> keys) => $"[{string.Join(", ", keys.Select(Show))}]";

    public static string Show(string? text)
    {
        if (text is null)
            return "absent";
        var shown = new StringBuilder("\"");
        foreach (var unit in text.Length > 60 ? text[..60] : text)
            shown.Append(unit is >= ' ' and <= '~' ? unit : $"\\u{(int)unit:x4}");
        return shown.Append('"').Append(text.Length > 60 ? $"… ({text.Length} characters)" : "").ToString();
    }

    /// <summary>Runs the same work on many threads at once and waits for all of it.</summary>
    public static Task TogetherAsync(int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => work(number))));
}
