using Npgsql;
using Xunit.Abstractions;

namespace PeerPersistence.PostgreSql.Tests.Failures;

/// <summary>The server is killed while it is written to, and comes back, or its standby takes over.</summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    [PostgreSqlFact]
    public async Task CommitAsync_ServerKilledAndRestartedUnderLoad_EveryAcknowledgedCommitIsThereOnce()
    {
        const int Kills = 5;
        await using var server = await PostgreSqlServer.StartAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var load = new CountingLoad([.. Enumerable.Range(0, 4).Select(_ => new PostgreSqlKeyValueStore(source, "s"))]);
        for (var kill = 0; kill < Kills; kill++)
        {
            await load.UntilMoreAsync(50 + (kill * 13));
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await load.UntilMoreAsync(50);
        await load.StopAsync();
        await load.CheckAsync(new PostgreSqlKeyValueStore(source, "s"));
        output.WriteLine($"{Kills} kills, {load.Acknowledged} acknowledged commits, none lost, none twice; longest interruption {load.LongestGap.TotalSeconds:F2} s.");
    }

    /// <summary>Every call connects anew, so that the server's answers while it starts are met; of two hosts one never answers.</summary>
    [PostgreSqlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_ServerRestartsWhileEveryCallConnects_GoesOnAndSaysNothing(bool severalHosts)
    {
        const int Kills = 4;
        await using var server = await PostgreSqlServer.StartAsync();
        var connection = server.Connection();
        connection.Pooling = severalHosts; // Npgsql pools several hosts at all events
        if (severalHosts)
            (connection.Host, connection.HostRecheckSeconds) = ($"127.0.0.1:1,127.0.0.1:{server.Port}", 1);
        await using var hosts = severalHosts ? new NpgsqlDataSourceBuilder(connection.ConnectionString).BuildMultiHost() : null;
        await using var source = hosts?.WithTargetSession(TargetSessionAttributes.Primary) ?? NpgsqlDataSource.Create(connection);
        var load = new CountingLoad([.. Enumerable.Range(0, 4).Select(_ => new PostgreSqlKeyValueStore(source, "s"))]);
        for (var kill = 0; kill < Kills; kill++)
        {
            await load.UntilMoreAsync(20);
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await load.UntilMoreAsync(20);
        await load.StopAsync();
        await load.CheckAsync(new PostgreSqlKeyValueStore(source, "s"));
        output.WriteLine($"{Kills} kills, {load.Acknowledged} acknowledged commits, none lost, none twice; longest interruption {load.LongestGap.TotalSeconds:F2} s.");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_PrimaryKilledAndStandbyPromoted_GoesOnWithEveryAcknowledgedCommit()
    {
        await using var primary = await PostgreSqlServer.StartAsync();
        await using var standby = await primary.StartStandbyAsync("second");
        await primary.WaitForItsStandbyAsync("second");
        var connection = primary.Connection();
        connection.Host = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}";
        connection.HostRecheckSeconds = 3600; // The store asks anew by itself.
        await using var store = new PostgreSqlKeyValueStore(connection.ConnectionString, "s");
        await using var other = new PostgreSqlKeyValueStore(connection.ConnectionString, "s");
        var load = new CountingLoad([store, other]);
        await load.UntilMoreAsync(200);

        await primary.KillAsync();
        await standby.PromoteAsync();
        await load.UntilMoreAsync(200);
        await load.StopAsync();

        await using var fresh = new PostgreSqlKeyValueStore(standby.ConnectionString, "s");
        await load.CheckAsync(fresh);
        output.WriteLine($"Failover: {load.Acknowledged} acknowledged commits, none lost, none twice; {load.LongestGap.TotalSeconds:F2} s of interruption.");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_StandbyDoesNotAnswer_IsNotAcknowledgedBeforeItDoes()
    {
        await using var primary = await PostgreSqlServer.StartAsync();
        await using var standby = await primary.StartStandbyAsync("second");
        await using (var early = new PostgreSqlKeyValueStore(primary.ConnectionString, "s"))
            await early.PutAsync("k", "before");
        await primary.WaitForItsStandbyAsync("second");
        var impatient = primary.Connection();
        impatient.CommandTimeout = 1;
        await using var store = new PostgreSqlKeyValueStore(impatient.ConnectionString, "s");

        await standby.PauseAsync();
        var commit = store.PutAsync("k", "v");
        await primary.UntilAsync("SELECT EXISTS (SELECT 1 FROM peer_persistence WHERE key = 'k' AND value = 'v')");
        commit.IsCompleted.Should().BeFalse("the primary, told to stop waiting, has it, and nobody else");
        await standby.ResumeAsync();
        await commit;
        await standby.UntilAsync("SELECT EXISTS (SELECT 1 FROM peer_persistence WHERE key = 'k' AND value = 'v')");
    }
}
