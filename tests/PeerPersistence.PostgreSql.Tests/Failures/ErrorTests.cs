using Npgsql;

namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>Errors say what is wrong, and neither where nor who.</summary>
public sealed class ErrorTests
{
    private static readonly PostgreSqlStoreOptions s_once = new() { RetryTimeout = TimeSpan.Zero };

    [PostgreSqlFact]
    public Task AnyCall_WrongPassword_SaysSo() => SaysAsync("*refused the user or the password*", connection => connection.Password = "wrong password");

    [PostgreSqlFact]
    public Task AnyCall_NoPassword_SaysSo() => SaysAsync("*wants what the connection string does not give*", connection => connection.Password = null);

    /// <summary>Tried again it would be missing again: the test would take for ever otherwise.</summary>
    [PostgreSqlFact]
    public Task AnyCall_NoPasswordAndAllTheTimeThereIs_SaysSoAtOnce() => SaysAsync(
        "*wants what the connection string does not give*", connection => connection.Password = null, new() { RetryTimeout = TimeSpan.FromDays(1) });

    [PostgreSqlFact]
    public Task AnyCall_NoSuchDatabase_SaysSo() => SaysAsync("*no such database*", connection => connection.Database = "nowhere");

    [PostgreSqlFact]
    public async Task AnyCall_DatabaseThatMayNotBeEntered_DoesNotNameIt()
    {
        var server = await SharedServer.Value;
        await server.RunAsync("CREATE DATABASE closed ALLOW_CONNECTIONS false");
        await server.RunAsync("CREATE DATABASE private");
        await server.RunAsync("REVOKE CONNECT ON DATABASE private FROM public");
        await server.RunAsync($"CREATE ROLE stranger LOGIN PASSWORD '{server.Password}'");
        await SaysAsync("*failed with code 55000*", connection => connection.Database = "closed");
        await SaysAsync("*lacks a privilege*", connection => (connection.Database, connection.Username) = ("private", "stranger"));
    }

    [PostgreSqlFact]
    public Task AnyCall_NoServer_SaysSo() => SaysAsync("*no connection to PostgreSQL: ConnectionRefused*", connection => connection.Port = 1);

    [PostgreSqlFact]
    public Task AnyCall_NoServerOfSeveral_SaysSo() => SaysAsync("*no connection to PostgreSQL*", connection => connection.Host = "127.0.0.1:1,127.0.0.1:2");

    [PostgreSqlFact]
    public Task AnyCall_MissingTableThatMayNotBeCreated_SaysSo() =>
        SaysAsync("*table 'missing' is missing*", _ => { }, new() { RetryTimeout = TimeSpan.Zero, CreateTable = false, Table = "missing" });

    [PostgreSqlFact]
    public Task AnyCall_NotAllowedToCreateTheTable_SaysSo() => SaysAsync("*lacks a privilege on the table 'pg_catalog.peers'*", _ => { }, new() { Table = "pg_catalog.peers" });

    [PostgreSqlFact]
    public async Task CommitAsync_ReadOnlyServer_SaysSoAndReadsOn()
    {
        var name = SharedServer.NewName();
        await (await SharedServer.OpenAsync(name)).PutAsync("k", "v");
        var connection = (await SharedServer.Value).Connection();
        connection.Options = "-c default_transaction_read_only=on";
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, name);
        await FluentActions.Awaiting(() => store.PutAsync("k", "w")).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*read-only*");
        (await store.ReadAsync("k")).Should().Be("v");
    }

    [PostgreSqlFact]
    public async Task AnyCall_FullPool_SaysSoAndGoesOnAfterwards()
    {
        var connection = (await SharedServer.Value).Connection();
        (connection.MaxPoolSize, connection.Timeout) = (1, 5); // To connect takes its time, too.
        await using var source = NpgsqlDataSource.Create(connection);
        var store = new PostgreSqlKeyValueStore(source, SharedServer.NewName(), s_once);
        await using (await source.OpenConnectionAsync())
            await FluentActions.Awaiting(() => store.PutAsync("k", "v")).Should().ThrowAsync<PeerPersistenceException>().WithMessage("*every connection of the pool was in use*");
        await store.PutAsync("k", "v");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_ServersDiskIsFull_IsAStoreFullException()
    {
        var server = await SharedServer.Value;
        await using var store = await SharedServer.OpenAsync(options: new() { Table = "full" });
        await store.PutAsync("k", "v");
        await server.RunAsync("""
            CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON "full" FOR EACH ROW WHEN (new.key = 'large') EXECUTE FUNCTION no_room()
            """);
        await FluentActions.Awaiting(() => store.CommitAsync(new KeyValueBatch().Set("k", StoreText.Bytes("w")).Set("large", StoreText.Bytes("w"))).AsTask())
            .Should().ThrowAsync<StoreFullException>();
        (await store.ReadAsync("k")).Should().Be("v");
        await store.PutAsync("k", "w");
    }

    [PostgreSqlFact]
    public async Task AnyCall_MarkOfANewerVersion_IsRefusedUntouched()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("k", "v");
        await (await SharedServer.Value).RunAsync($@"UPDATE peer_persistence SET value = '\x03' WHERE store = '{name}' AND key = '\xff'");
        await FluentActions.Awaiting(() => store.PutAsync("k", "w")).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        await FluentActions.Awaiting(() => store.GetChangesAsync(null).AsTask()).Should().ThrowAsync<UnsupportedSchemaVersionException>();
        (await store.ReadAsync("k")).Should().Be("v");
    }

    [PostgreSqlFact]
    public async Task ScanAsync_ConnectionLostMidway_ThrowsInsteadOfLeavingAnythingOut()
    {
        var server = await SharedServer.Value;
        var connection = server.Connection();
        connection.ApplicationName = "lost scan";
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, SharedServer.NewName());
        var batch = new KeyValueBatch();
        for (var i = 0; i < 200; i++)
            batch.Set($"k{i}", new byte[100_000]);
        await store.CommitAsync(batch);
        var scan = async () =>
        {
            await foreach (var _ in store.ScanAsync("k"))
                await server.RunAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'lost scan'");
        };
        await scan.Should().ThrowAsync<PeerPersistenceException>();
    }

    private static async Task SaysAsync(string message, Action<NpgsqlConnectionStringBuilder> spoil, PostgreSqlStoreOptions? options = null)
    {
        var connection = (await SharedServer.Value).Connection();
        var port = $"{connection.Port}";
        spoil(connection);
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, SharedServer.NewName(), options ?? s_once);
        Func<Task>[] calls =
        [
            () => store.PutAsync("k", "v"), () => store.ReadAsync("k"), async () => await store.ScanAsync("").GetAsyncEnumerator().MoveNextAsync(),
            async () => await store.GetChangesAsync(null), async () => await store.GetManyAsync(["a", "b"]),
        ];
        foreach (var call in calls)
        {
            var thrown = await call.Should().ThrowAsync<PeerPersistenceException>().WithMessage(message);
            thrown.Which.ToString().Should().NotContainAny("127.0.0.1", port, connection.Password ?? port, "Username", "closed", "private", "stranger");
        }
    }
}
