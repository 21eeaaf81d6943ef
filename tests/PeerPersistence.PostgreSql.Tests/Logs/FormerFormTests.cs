using System.Text;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests.Logs;

/// <summary>Stores with one head for all writers: they are read as they are, moved by the first commit, and then closed to whoever knows that form only.</summary>
public sealed class FormerFormTests
{
    /// <summary>What the former version sends to take its turn; it goes on only where the row begins with its version and its number of writers.</summary>
    private const string FormerTurn = """
        WITH head AS (
            UPDATE peer_persistence
            SET value = substring(value, 1, $4 + 7) || convert_to(lpad(GREATEST(convert_from(substring(value, $6, 19), 'UTF8')::bigint + 1, $7)::text, 19, '0'), 'UTF8')
                || substring(value, $4 + 27, $6 - $4 - 27)
                || convert_to(lpad(GREATEST(convert_from(substring(value, $6, 19), 'UTF8')::bigint + 1, $7)::text, 19, '0'), 'UTF8') || $8 || substring(value, $6, $9)
            WHERE store = $1 AND key = $2 AND substring(value, 1, 2) = $3 AND substring(value, $4, 27) = $5
            RETURNING convert_from(substring(value, $6, 19), 'UTF8')::bigint AS revision
        )
        SELECT max(revision), 1 / count(*) FROM head
        """;

    private const string Revision = "1768392000000000000";

    private static readonly byte[] s_seat = [1, 2, 3, 4, 5, 6, 7, 8, .. Encoding.ASCII.GetBytes(Revision)];
    private static readonly byte[] s_head = [1, 1, .. s_seat, .. Encoding.ASCII.GetBytes(Revision), 1, 0, 1, 0, (byte)'k'];

    [PostgreSqlFact]
    public async Task GetChangesAsync_FormerForm_NoticesItsWritersAndChangesNothing()
    {
        var name = await FormerStoreAsync();
        await using var store = await SharedServer.OpenAsync(name);
        var token = (await store.GetChangesAsync(null)).Token;
        (await store.GetChangesAsync(token)).Keys.Should().BeEmpty();
        await FormerCommitAsync(name, "by the former");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        (await store.ReadAsync("k")).Should().Be("by the former");
        (await HeadAsync(name))[0].Should().Be(1);
    }

    [PostgreSqlFact]
    public async Task CommitAsync_FormerForm_IsMovedAndTheFormerVersionIsRefused()
    {
        var name = await FormerStoreAsync();
        await using var store = await SharedServer.OpenAsync(name);
        await using var other = await SharedServer.OpenAsync(name);
        var token = (await store.GetChangesAsync(null)).Token;
        await FormerCommitAsync(name, "by the former");
        await Task.WhenAll(Task.Run(() => store.PutAsync("l", "1")), Task.Run(() => other.PutAsync("m", "1")));
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        (await store.ScanAsync("").ToListAsync()).Should().Equal("k", "l", "m");

        (await HeadAsync(name))[0].Should().BeGreaterThan(1, "the former version reads the head before each query and commit, and refuses one of a newer version");
        (await FluentActions.Awaiting(() => FormerCommitAsync(name, "too late")).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.DivisionByZero);
        (await store.ReadAsync("k")).Should().Be("by the former");
    }

    /// <summary>The move waits for it, and whatever it wrote is there.</summary>
    [PostgreSqlFact]
    public async Task CommitAsync_FormerVersionInTheMiddleOfACommit_IsMadeAfterIt()
    {
        var name = await FormerStoreAsync();
        await using var store = await SharedServer.OpenAsync(name);
        await using var former = await (await SharedServer.Source).OpenConnectionAsync();
        await using var transaction = await former.BeginTransactionAsync();
        await TakeFormerTurnAsync(former, name);
        var commit = store.CommitAsync(new KeyValueBatch().Expect("k", StoreText.Bytes("by the former")).Set("k", StoreText.Bytes("by the present"))).AsTask();
        await (await SharedServer.Value).UntilAsync($"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND {former.ProcessID} = ANY (pg_blocking_pids(pid)))");
        await SetAsync(former, name, "by the former");
        await transaction.CommitAsync();
        (await commit).Should().BeTrue();
        (await store.ReadAsync("k")).Should().Be("by the present");
    }

    private static async Task<string> FormerStoreAsync()
    {
        var name = SharedServer.NewName();
        await using (var other = await SharedServer.OpenAsync())
            await other.PutAsync("k", "the table is there");
        await (await SharedServer.Value).RunAsync($"""
            INSERT INTO peer_persistence VALUES ('{name}', 'k', 'first'), ('{name}', '\xff', '\x{Convert.ToHexString(s_head)}')
            """);
        return name;
    }

    private static async Task<byte[]> HeadAsync(string name) =>
        (byte[])(await (await SharedServer.Value).RunAsync($@"SELECT value FROM peer_persistence WHERE store = '{name}' AND key = '\xff'"))!;

    private static async Task FormerCommitAsync(string name, string value)
    {
        await using var connection = await (await SharedServer.Source).OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TakeFormerTurnAsync(connection, name);
        await SetAsync(connection, name, value);
        await transaction.CommitAsync();
    }

    private static async Task TakeFormerTurnAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand(FormerTurn, connection);
        foreach (var parameter in (object[])[name, new byte[] { 0xFF }, new byte[] { 1, 1 }, 3, s_seat, 30, 0L, new byte[] { 1, 0, 1, 0, (byte)'k' }, 900])
            command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task SetAsync(NpgsqlConnection connection, string name, string value)
    {
        await using var command = new NpgsqlCommand($"UPDATE peer_persistence SET value = '{value}' WHERE store = '{name}' AND key = 'k'", connection);
        await command.ExecuteNonQueryAsync();
    }
}
