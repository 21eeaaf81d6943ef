namespace PeerPersistence.PostgreSql.Tests;

/// <summary>The table: created when it is missed, by whoever comes first; shared by stores that know nothing of each other.</summary>
public sealed class TableTests
{
    [PostgreSqlFact]
    public async Task CommitAsync_ManyStoresMissTheTableAtOnce_AllGoOn()
    {
        for (var round = 0; round < 5; round++)
        {
            var options = new PostgreSqlStoreOptions { Table = $"new_{round}" };
            var stores = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SharedServer.OpenAsync(options: options)));
            await Task.WhenAll(stores.Select(store => Task.Run(() => store.PutAsync("k", "v"))));
            foreach (var store in stores)
                (await store.ReadAsync("k")).Should().Be("v");
        }
    }

    [PostgreSqlFact]
    public async Task CommitAsync_TableInASchema_IsCreatedThere()
    {
        var server = await SharedServer.Value;
        await server.RunAsync("CREATE SCHEMA app");
        await using var store = await SharedServer.OpenAsync(options: new() { Table = "app.user" });
        await store.PutAsync("k", "v");
        (await server.RunAsync("SELECT count(*) FROM app.\"user\" WHERE key = 'k'")).Should().Be(1L);
    }

    [PostgreSqlFact]
    public async Task Stores_OfOneTable_KeepTheirKeysApart()
    {
        await using var one = await SharedServer.OpenAsync("one");
        await using var two = await SharedServer.OpenAsync("two");
        await one.PutAsync("k", "1");
        await two.PutAsync("k", "2");
        (await one.ReadAsync("k")).Should().Be("1");
        (await two.ScanAsync("").ToListAsync()).Should().Equal("k");
    }

    [PostgreSqlFact]
    public async Task GetChangesAsync_StoreEmptiedByHandAndFilledAgain_IsScannedAgain()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("a", "1");
        var token = (await store.GetChangesAsync(null)).Token;
        await (await SharedServer.Value).RunAsync($"DELETE FROM peer_persistence WHERE store = '{name}'");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        for (var i = 0; i < 3; i++)
            await store.PutAsync("b", "1");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
    }

    /// <summary>As the page tells whoever changes rows by hand.</summary>
    [PostgreSqlFact]
    public async Task GetChangesAsync_MarkDeletedByHand_IsScannedAgain()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        var empty = (await store.GetChangesAsync(null)).Token;
        await store.PutAsync("a", "1");
        var token = (await store.GetChangesAsync(null)).Token;
        await (await SharedServer.Value).RunAsync($@"DELETE FROM peer_persistence WHERE store = '{name}' AND key = '\xff'");
        (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        await store.PutAsync("b", "1");
        foreach (var earlier in (string[])[empty, token])
            (await store.GetChangesAsync(earlier)).Keys.Should().BeNull();
        (await store.ScanAsync("").ToListAsync()).Should().Equal("a", "b");
    }

    [PostgreSqlFact]
    public async Task GetChangesAsync_CommitsOfOthers_AreNamed()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await using var other = await SharedServer.OpenAsync(name);
        var token = (await store.GetChangesAsync(null)).Token;
        await other.PutAsync("a", "1");
        await store.CommitAsync(new KeyValueBatch().Remove("b"));
        (await store.GetChangesAsync(token)).Keys.Should().BeEquivalentTo("a", "b");
        (await store.CommitAsync(new KeyValueBatch().Expect("a", (byte[]?)null).Set("c", StoreText.Bytes("1")))).Should().BeFalse();
        (await store.GetChangesAsync(token)).Keys.Should().BeEquivalentTo("a", "b");
    }

    [PostgreSqlFact]
    public async Task GetChangesAsync_ManyCommitsOfSeveralWriters_NamesTheLastOnesAndLogsStaySmall()
    {
        var name = SharedServer.NewName();
        var options = new PostgreSqlStoreOptions { TimeProvider = new FakeTimeProvider() }; // It stands still: tokens grow all the same.
        var stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SharedServer.OpenAsync(name, options)));
        var tokens = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            await stores[i % 3].PutAsync($"key {i:000}", "v");
            tokens.Add((await stores[0].GetChangesAsync(null)).Token);
        }

        tokens.Should().OnlyHaveUniqueItems();
        for (var back = 1; back <= 300; back += 1 + (back / 10))
            (await stores[0].GetChangesAsync(tokens[^back])).Keys.Should().BeEquivalentTo(Enumerable.Range(301 - back, back - 1).Select(i => $"key {i:000}"));
        ((int)(await (await SharedServer.Value).RunAsync($"SELECT max(length(value)) FROM peer_persistence WHERE store = '{name}' AND key >= '\\xff'"))!).Should().Be(WriterLog.Length);

        var many = new KeyValueBatch();
        for (var i = 0; i < 500; i++)
            many.Set($"one of many {i}", StoreText.Bytes("v"));
        await stores[0].CommitAsync(many);
        (await stores[0].GetChangesAsync(tokens[^1])).Keys.Should().BeEquivalentTo(many.Changes.Keys);
        for (var i = 500; i < 2000; i++)
            many.Set($"one of many {i}", StoreText.Bytes("v"));
        await stores[0].CommitAsync(many);
        (await stores[0].GetChangesAsync(tokens[^1])).Keys.Should().BeNull("they are too many to be remembered");
        var after = (await stores[0].GetChangesAsync(null)).Token;
        await stores[1].PutAsync("next", "v");
        (await stores[0].GetChangesAsync(after)).Keys.Should().Equal("next");
    }

    [PostgreSqlFact]
    public async Task CommitAsync_ManyWriters_AllGoOn()
    {
        var name = SharedServer.NewName();
        var stores = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => SharedServer.OpenAsync(name)));
        for (var round = 0; round < 2; round++)
        {
            foreach (var store in stores)
                await store.IncrementAsync("k");
        }

        (await stores[0].CountAsync("k")).Should().Be(80);
    }

    [PostgreSqlFact]
    public async Task Table_OfAnyStore_KeepsReadableKeys()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("mesh:peer:zoë", "{}");
        (await (await SharedServer.Value).RunAsync($"SELECT convert_from(key, 'UTF8') || convert_from(value, 'UTF8') FROM peer_persistence WHERE store = '{name}' AND key < '\\xff'"))
            .Should().Be("mesh:peer:zoë{}");
    }
}
