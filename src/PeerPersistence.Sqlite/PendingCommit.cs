namespace PeerPersistence;

/// <summary>A copy of the batch, as the database takes it.</summary>
internal sealed class PendingCommit(KeyValueBatch batch) : AwaitedCommit
{
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations =
        [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes =
        [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];

    /// <summary>The keys that change.</summary>
    public IReadOnlyList<string> Keys { get; } = [.. batch.Changes.Keys];

    /// <summary>Applies the changes, within a transaction. <c>false</c>: an expectation does not hold, nothing was changed.</summary>
    public bool Apply(SqliteSession session)
    {
        foreach (var (key, value) in _expectations)
        {
            if (!session.Holds(key, value))
                return false;
        }

        foreach (var (key, value) in _changes)
        {
            if (value is { } bytes)
                session.Set(key, bytes.Span);
            else
                session.Remove(key);
        }

        return true;
    }
}
