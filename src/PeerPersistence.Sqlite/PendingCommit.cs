namespace PeerPersistence;

/// <summary>A copy of the batch, as the database takes it.</summary>
internal sealed class PendingCommit(KeyValueBatch batch) : AwaitedCommit
{
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations =
        [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes =
        [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];

    private readonly IReadOnlyList<string> _keys = [.. batch.Changes.Keys];

    /// <summary>Applies the changes, and logs them, within a transaction.</summary>
    /// <returns>How many keys were logged; <c>null</c>: an expectation does not hold, nothing was changed.</returns>
    public int? Apply(SqliteSession session)
    {
        foreach (var (key, value) in _expectations)
        {
            if (!session.Holds(key, value))
                return null;
        }

        foreach (var (key, value) in _changes)
        {
            if (value is { } bytes)
                session.Set(key, bytes.Span);
            else
                session.Remove(key);
        }

        return SqliteChanges.Log(session, _keys);
    }
}
