namespace PeerPersistence.Testing;

/// <summary>What a store is, in the plainest form: a sorted dictionary.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _values = new(StringComparer.Ordinal);

    public ReadOnlyMemory<byte>? Get(string key)
    {
        if (_values.TryGetValue(key, out var value))
            return value;
        return null;
    }

    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Scan(string prefix) =>
        [.. _values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))];

    public bool Commit(KeyValueBatch batch)
    {
        foreach (var (key, expected) in batch.Expectations)
        {
            if (!Same(Get(key), expected))
                return false;
        }

        foreach (var (key, value) in batch.Changes)
        {
            if (value is { } bytes)
                _values[key] = bytes;
            else
                _values.Remove(key);
        }

        return true;
    }

    public static bool Same(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one is { } left ? other is { } right && left.Span.SequenceEqual(right.Span) : other is null;
}
