using PeerPersistence.CrashTests.Summaries;
using PeerPersistence.PostgreSql.Tests.Processes;

namespace PeerPersistence.PostgreSql.Tests.Summaries;

/// <summary>A service that opens on the summaries in a store sees what one sees that reads every record.</summary>
public sealed class SummariesTests
{
    [PostgreSqlTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_RandomCallsOfTwoStoresAndEarlierVersions_SeesWhatTheRecordsSay(int seed)
    {
        var (random, name, lasting) = (new Random(seed), SharedServer.NewName(), 0);
        await SummaryScript.StoreAsync(name);
        for (var round = 0; round < 12; round++)
        {
            await using (var store = await SharedServer.OpenAsync(name))
            await using (var other = await SharedServer.OpenAsync(name))
            await using (var ours = SummaryScript.Serve(store))
            await using (var theirs = SummaryScript.Serve(new WatchedStore(other, isLasting: false)))
            {
                for (var i = random.Next(random.Next(4) == 0 ? 100 : 10); i > 0; i--)
                    await SummaryScript.CallAsync(random.Next(3) == 0 ? theirs : ours, random);
                if (random.Next(4) == 0)
                    await StoreRowsByHand.RemoveSomeCutsAsync(name, random); // As an earlier version of the store, which writes none.
            }

            lasting += await SummaryScript.CheckAsync(name) ? 1 : 0;
        }

        lasting.Should().BeGreaterThan(4);
    }

    [PostgreSqlFact]
    public async Task Open_ProcessEndedAfterEachCommit_SeesWhatTheRecordsSay()
    {
        var (prepared, lasting, commits) = (SharedServer.NewName(), 0, 0);
        await SummaryScript.StoreAsync(prepared);
        for (var isOver = false; !isOver; commits++)
        {
            var name = SharedServer.NewName();
            await StoreRowsByHand.CopyAsync(prepared, name);
            isOver = await SummaryScript.RunUntilAsync(name, commits);
            await using (var next = await SharedServer.OpenAsync(name))
            await using (var service = SummaryScript.Serve(new WatchedStore(next, isLasting: commits % 2 == 0)))
                await SummaryScript.CallAsync(service, new Random(commits));
            lasting += await SummaryScript.CheckAsync(name) ? 1 : 0;
        }

        commits.Should().BeGreaterThan(20);
        lasting.Should().BeGreaterThan(commits / 2);
    }

    [PostgreSqlFact]
    public async Task Open_ProcessesKilledWhileTheyWriteSummaries_SeesWhatTheRecordsSay()
    {
        var (name, server) = (SharedServer.NewName(), await SharedServer.Value);
        await SummaryScript.StoreAsync(name);
        await using var store = await SharedServer.OpenAsync(name);
        for (var round = 0; round < 3; round++)
        {
            using var one = OtherProcess.Start(server.ConnectionString, name, SummaryScript.Work, $"{2 * round}");
            using var two = OtherProcess.Start(server.ConnectionString, name, SummaryScript.Work, $"{(2 * round) + 1}");
            try
            {
                for (var heads = 0; heads < 4 && !one.HasExited && !two.HasExited; heads++)
                    await SummaryScript.UntilAnotherHeadAsync(store);
                one.HasExited.Should().BeFalse();
                two.HasExited.Should().BeFalse();
            }
            finally
            {
                one.Kill();
                two.Kill();
                await one.WaitForExitAsync();
                await two.WaitForExitAsync();
            }

            await server.UntilAsync("SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend')");
            await SummaryScript.CheckAsync(name);
        }
    }

    /// <summary>A dump that was restored: services of before go on, and know nothing of it.</summary>
    [PostgreSqlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_StoreWasPutBackToAnEarlierState_SeesWhatTheRecordsSay(bool areSummariesOlder)
    {
        var (name, dump, random) = (SharedServer.NewName(), SharedServer.NewName(), new Random(1));
        await SummaryScript.StoreAsync(name);
        await using var store = await SharedServer.OpenAsync(name);
        await using var service = SummaryScript.Serve(store);
        if (areSummariesOlder)
            await service.InitializeAsync(); // writes summaries
        await StoreRowsByHand.CopyAsync(name, dump);
        await service.MaintainAsync();
        for (var i = 0; i < 150; i++)
            await SummaryScript.CallAsync(service, random);
        await service.MaintainAsync();

        await StoreRowsByHand.CopyAsync(dump, name);
        (await SummaryScript.CheckAsync(name)).Should().Be(areSummariesOlder);
        for (var i = 0; i < 150; i++)
            await SummaryScript.CallAsync(service, random);
        await service.MaintainAsync();
        await SummaryScript.CheckAsync(name);
    }

    [PostgreSqlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_CopiedKeyByKeyIntoAnotherStore_SeesWhatTheRecordsSay(bool isClone)
    {
        var (name, copy) = (SharedServer.NewName(), SharedServer.NewName());
        await SummaryScript.StoreAsync(name);
        await using var first = await SharedServer.OpenAsync(name);
        await using (var service = SummaryScript.Serve(first))
            await service.InitializeAsync(); // writes summaries
        if (isClone)
            await StoreRowsByHand.CopyAsync(name, copy);
        await using var second = await SharedServer.OpenAsync(copy);
        foreach (var writer in (PostgreSqlKeyValueStore[])[first, second])
        {
            await using var service = SummaryScript.Serve(new WatchedStore(writer, isLasting: false));
            await service.StorePeerAsync(SummaryScript.Peer(ReferenceEquals(writer, first) ? 1 : 2) with { DisplayName = "changed since" });
        }

        await using (var service = SummaryScript.Serve(first))
        {
            for (var i = 0; i < 100; i++)
                await service.SetPinnedAsync(SummaryScript.Peer(i).PeerId, true);
            await service.MaintainAsync(); // writes summaries anew
        }

        foreach (var some in (await first.ScanAsync("").ToListAsync()).Chunk(100))
        {
            var batch = new KeyValueBatch();
            foreach (var key in some)
                batch.Set(key, (await first.GetAsync(key))!.Value);
            await second.CommitAsync(batch);
        }

        await SummaryScript.CheckAsync(copy);
    }
}
