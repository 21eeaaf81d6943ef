namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>Connections that are lost while a scan is read.</summary>
public sealed class LostScanTests
{
    [PostgreSqlFact]
    public async Task ServiceOpening_ConnectionLostAmidTheScan_BeginsAgain()
    {
        var server = await SharedServer.Value;
        var name = SharedServer.NewName();
        await using (var store = await SharedServer.OpenAsync(name))
        await using (var peers = new PeerPersistenceService(store))
            await peers.StorePeersAsync(Enumerable.Range(0, 50).Select(i => PeerData.Create($"peer {i}")));

        // The server breaks off in the middle of the rows, once.
        await server.RunAsync("""
            CREATE SEQUENCE asked_for;
            CREATE FUNCTION given(store text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
                RETURN CASE WHEN nextval('asked_for') = 30 THEN pg_terminate_backend(pg_backend_pid()) ELSE true END;
            END $$;
            CREATE VIEW breaking_off AS SELECT store, key, value FROM peer_persistence WHERE given(store)
            """);
        await using var breaking = await SharedServer.OpenAsync(name, new() { Table = "breaking_off", CreateTable = false });
        await using var again = new PeerPersistenceService(breaking);
        (await again.GetAllPeerIdsAsync()).Should().HaveCount(50);
        ((long)(await server.RunAsync("SELECT last_value FROM asked_for"))!).Should().BeGreaterThan(30 + 50);
    }

    [PostgreSqlFact]
    public async Task ScanAsync_ConnectionsLostAfterTheFirstEntry_GivesTheRestWithoutOne()
    {
        var server = await SharedServer.Value;
        var connection = server.Connection();
        connection.ApplicationName = "whole scan";
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, SharedServer.NewName());
        var batch = new KeyValueBatch();
        for (var i = 0; i < 30; i++)
            batch.Set($"k{i}", new byte[100_000]);
        await store.CommitAsync(batch);
        var count = 0;
        await foreach (var _ in store.ScanAsync("k"))
        {
            await server.RunAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'whole scan'");
            count++;
        }

        count.Should().Be(30);
    }

    [PostgreSqlFact]
    public async Task ScanAsync_ManyAtOnceOnFewConnections_NeverTouchEachOther()
    {
        var connection = (await SharedServer.Value).Connection();
        connection.MaxPoolSize = 3;
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, SharedServer.NewName());
        await store.PutAsync("k", "v");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                (await store.ScanAsync("").ToListAsync()).Should().Contain("k");
                (await store.ReadAsync("k")).Should().Be("v");
            }
        }))).WaitAsync(TimeSpan.FromMinutes(5));
    }
}
