using PeerPersistence.PostgreSql.Tests.Processes;
using PeerPersistence.PostgreSql.Tests.Summaries;

namespace PeerPersistence.PostgreSql.Tests.Logs;

/// <summary>Whoever follows what changes misses nothing, however long commits are on their way.</summary>
public sealed class ChangesTests
{
    [PostgreSqlFact]
    public async Task GetChangesAsync_CommitHeldUpWhileLaterOnesPassIt_IsNamedWhenItIsThere()
    {
        var name = SharedServer.NewName();
        await using var slow = await SharedServer.OpenAsync(name);
        await using var quick = await SharedServer.OpenAsync(name);
        await slow.PutAsync("held", "1");
        var token = (await quick.GetChangesAsync(null)).Token;
        await using var holder = await HeldKey.HoldAsync(name, "held");
        var commit = slow.CommitAsync(new KeyValueBatch().Set("early", StoreText.Bytes("1")).Set("held", StoreText.Bytes("2"))).AsTask();
        await holder.UntilSomebodyWaitsAsync();
        for (var i = 0; i < 3; i++)
        {
            await quick.PutAsync($"late {i}", "1");
            var changes = await quick.GetChangesAsync(token);
            (changes.Keys, changes.Commits).Should().BeEquivalentTo(((string[])[$"late {i}"], 1L));
            token = changes.Token;
            (await quick.GetChangesAsync(token)).Token.Should().Be(token);
        }

        await holder.DisposeAsync();
        (await commit).Should().BeTrue();
        (await quick.GetChangesAsync(token)).Keys.Should().BeEquivalentTo("early", "held");
    }

    /// <summary>With somebody's transaction open all the time, and commits of others held up again and again.</summary>
    [PostgreSqlFact]
    public async Task GetChangesAsync_FollowedWhileOtherProcessesWrite_EndsWithWhatIsStored()
    {
        const int Processes = 3;
        const int Times = 20;
        var (name, server) = (SharedServer.NewName(), await SharedServer.Value);
        await using var store = await SharedServer.OpenAsync(name);
        await store.CommitAsync(new KeyValueBatch().Set("untouched", StoreText.Bytes("1")).Set("common", BitConverter.GetBytes(0)));
        await using var open = await HeldKey.HoldAsync(name, "untouched");
        var writing = Task.WhenAll(Enumerable.Range(0, Processes).Select(i => OtherProcess.RunAsync(server.ConnectionString, name, $"{Times}", $"{i}")));

        var (mirror, token, named, last) = (new Dictionary<string, int>(), (await store.GetChangesAsync(null)).Token, 0, false);
        while (true)
        {
            last = writing.IsCompleted;
            await using (await HeldKey.HoldAsync(name, "common"))
            {
                var changes = await store.GetChangesAsync(token);
                token = changes.Token;
                named += changes.Keys?.Count > 0 ? 1 : 0;
                foreach (var key in changes.Keys ?? await store.ScanAsync("").ToListAsync())
                    mirror[key] = await store.CountAsync(key);
            }

            if (last)
                break;
        }

        (await writing).Should().OnlyContain(code => code == 0);
        named.Should().BePositive();
        mirror["common"].Should().Be(Processes * Times);
        foreach (var key in (await store.ScanAsync("").ToListAsync()).Where(key => key != "untouched"))
            mirror[key].Should().Be(await store.CountAsync(key), key);
    }

    /// <summary>With a clock that stands, so that the writer's next revision would be the one that was lost.</summary>
    [PostgreSqlFact]
    public async Task GetChangesAsync_CommitWasLostAndItsWriterWentOn_TokenOfTheLostOneIsNotKnown()
    {
        var (name, dump) = (SharedServer.NewName(), SharedServer.NewName());
        await using var store = await SharedServer.OpenAsync(name, new() { TimeProvider = new FakeTimeProvider() });
        await store.PutAsync("before", "1");
        await StoreRowsByHand.CopyAsync(name, dump);
        await store.PutAsync("lost", "1");
        var token = (await store.GetChangesAsync(null)).Token;

        await StoreRowsByHand.CopyAsync(dump, name);
        await store.PutAsync("made since", "1");

        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
    }

    [PostgreSqlFact]
    public async Task CommitAsync_ManyLogsThatNobodyHasWrittenForLong_RemovesThemAndEndsTheEra()
    {
        var (name, server) = (SharedServer.NewName(), await SharedServer.Value);
        var options = new PostgreSqlStoreOptions { TimeProvider = new FakeTimeProvider(new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero)) };
        var old = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => SharedServer.OpenAsync(name, options)));
        foreach (var store in old)
            await store.IncrementAsync("k");
        (await LogsAsync()).Should().Be(12L);
        var token = (await old[0].GetChangesAsync(null)).Token;

        ((FakeTimeProvider)options.TimeProvider).Advance(TimeSpan.FromHours(2));
        await (await SharedServer.OpenAsync(name, options)).IncrementAsync("k");
        (await LogsAsync()).Should().Be(1L);
        (await old[0].GetChangesAsync(token)).Keys.Should().BeNull("what they wrote may have been removed unseen");
        foreach (var store in old)
            await store.IncrementAsync("k");
        (await old[0].CountAsync("k")).Should().Be(25);

        Task<object?> LogsAsync() => server.RunAsync($@"SELECT count(*) FROM peer_persistence WHERE store = '{name}' AND key > '\xff'");
    }
}
