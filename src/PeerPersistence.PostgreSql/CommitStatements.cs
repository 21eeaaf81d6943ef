using Npgsql;

namespace PeerPersistence;

/// <summary>What a commit says to the server, with its own copy of the batch.</summary>
internal sealed class CommitStatements
{
    private readonly StoreRows _rows;
    private readonly SortedDictionary<byte[], Wish> _wishes =
        new(Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));

    public CommitStatements(StoreRows rows, KeyValueBatch batch)
    {
        _rows = rows;
        foreach (var (key, expected) in batch.Expectations)
            _wishes[OrdinalKey.Encode(key)] = new() { IsExpected = true, Expected = expected };
        foreach (var (key, value) in batch.Changes)
        {
            var encoded = OrdinalKey.Encode(key);
            _wishes[encoded] = _wishes.GetValueOrDefault(encoded) with { IsChanged = true, Value = value };
        }

        Keys = [.. _wishes.Where(each => each.Value.IsChanged).Select(each => each.Key)];
    }

    /// <summary>What it changes.</summary>
    public IReadOnlyList<byte[]> Keys { get; }

    /// <summary>How many expectations it has.</summary>
    public int Expectations => _wishes.Values.Count(each => each.IsExpected);

    /// <summary>All of it in one round trip: each expectation and change in the order of the keys, what the writer's row has no room for,
    /// and last that row, if the mark is as it was. So who comes too late has not written it.</summary>
    /// <param name="connection">In no transaction.</param>
    /// <param name="writer">Whoever commits; its mark has been read.</param>
    /// <param name="log">The writer's log with this commit.</param>
    /// <param name="passed">Told how much has passed: the expectations, then the writer's row. What does not pass is a division by
    /// zero.</param>
    /// <param name="cancellationToken">Asks the server to stop.</param>
    public async Task CommitAsync(
        NpgsqlConnection connection, PostgreSqlWriter writer, WriterLog log, Action<int> passed, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(PostgreSqlSchema.Begin));
        foreach (var command in _wishes.SelectMany(each => Commands(each.Key, each.Value)))
            batch.BatchCommands.Add(command);
        var mark = writer.Mark!.Write();
        if ((writer.Log ?? WriterLog.Empty).CutBy(log, Keys) is { } cut)
            batch.BatchCommands.Add(_rows.Command(_rows.Schema.Set, PostgreSqlSchema.CutKey(writer.Key, writer.Cuts++), cut.WriteCut()));
        batch.BatchCommands.Add(writer.Log is { } before
            ? _rows.Command(_rows.Schema.ReplaceBehind, writer.Key, log.Write(), before.Write(), PostgreSqlSchema.MarkKey, mark)
            : _rows.Command(_rows.Schema.AddBehind, writer.Key, log.Write(), PostgreSqlSchema.MarkKey, mark));
        await StoreRows.CommitAsync(batch, passed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether all expectations hold at one instant.</summary>
    public async Task<bool> HoldsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await _rows.ReadAsync(connection, _wishes.Keys, cancellationToken).ConfigureAwait(false);
        return _wishes.All(each => each.Value.Expected is { } expected
            ? found.TryGetValue(OrdinalKey.Decode(each.Key), out var value) && value.Span.SequenceEqual(expected.Span)
            : !found.ContainsKey(OrdinalKey.Decode(each.Key)));
    }

    /// <summary>Each locks its key, be it absent: then the key is added and removed again, which makes others wait.</summary>
    private IEnumerable<NpgsqlBatchCommand> Commands(byte[] key, Wish wish)
    {
        var schema = _rows.Schema;
        switch (wish)
        {
            case { IsExpected: true, Expected: { } expected }:
                yield return wish switch
                {
                    { Value: { } value } => _rows.Command(schema.Replace, key, value, expected),
                    { IsChanged: true } => _rows.Command(schema.Take, key, expected),
                    _ => _rows.Command(schema.Hold, key, expected),
                };
                break;
            case { Value: { } value }:
                yield return _rows.Command(wish.IsExpected ? schema.Add : schema.Set, key, value);
                break;
            default:
                yield return _rows.Command(wish.IsExpected ? schema.Add : schema.Set, key, ReadOnlyMemory<byte>.Empty);
                yield return _rows.Command(schema.Remove, key);
                break;
        }
    }

    /// <summary>What a batch wants of one key.</summary>
    private readonly record struct Wish(bool IsExpected, ReadOnlyMemory<byte>? Expected, bool IsChanged, ReadOnlyMemory<byte>? Value);
}
