using PeerPersistence.Sqlite.Tests.Processes;
using static PeerPersistence.Sqlite.Tests.StoreText;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>What was removed or replaced, and whether the disk still has it.</summary>
public sealed class CompactionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CompactAsync_RemovedAndReplaced_AreInNoFile()
    {
        await using var store = await _folder.OpenAsync();
        for (var i = 0; i < 200; i++)
            await store.PutAsync($"k{i}", $"old value {i} " + new string('x', 1000));
        await store.PutAsync("k0", "new");
        for (var i = 1; i < 200; i++)
            await store.CommitAsync(new KeyValueBatch().Remove($"k{i}"));
        _folder.Text().Should().Contain("old value 7 ");

        await store.CompactAsync();

        _folder.Text().Should().NotContain("old value").And.Contain("new");
        new FileInfo(_folder.Database).Length.Should().BeLessThan(50_000);
        (await store.ReadAsync("k0")).Should().Be("new");
        await store.PutAsync("k1", "again");
    }

    [UnsharedFact]
    public async Task CompactAsync_NoFolderTakesTemporaryFiles_Works()
    {
        var folder = Directory.CreateDirectory($"/dev/shm/sqlite-store-{Guid.NewGuid():N}").FullName;
        try
        {
            await using var other = OtherProcess.StartWithoutTemporaryFolders("fill", Path.Combine(folder, "peers.sqlite"));

            (await other.ExitCodeAsync()).Should().Be(0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task CompactAsync_WhileSomebodyScans_IsLockedAndDoneLater()
    {
        await using var store = await _folder.OpenAsync(new() { BusyTimeout = TimeSpan.FromMilliseconds(30) });
        await store.PutAsync("a", "gone value");
        await store.PutAsync("b", "v");
        await using (var scan = store.ScanAsync("").GetAsyncEnumerator())
        {
            await scan.MoveNextAsync();
            await store.CommitAsync(new KeyValueBatch().Remove("a"));
            await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<StoreLockedException>();
            (await scan.MoveNextAsync()).Should().BeTrue();
        }

        await store.CompactAsync();

        _folder.Text().Should().NotContain("gone value");
        (await store.ScanAsync("").ToListAsync()).Should().Equal("b");
    }

    [Fact]
    public async Task CompactAsync_CommitsMeanwhile_AllLand()
    {
        await using var store = await _folder.OpenAsync();
        await using var other = await _folder.OpenAsync();
        var commits = Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? store : other).PutAsync($"{number:00}", "v")).ToList();
        await store.CompactAsync();
        await Task.WhenAll(commits);
        await other.CompactAsync();

        (await store.ScanAsync("").ToListAsync()).Should().HaveCount(100);
    }

    [Fact]
    public async Task ClearAllAsync_OfAService_LeavesNoNameOnTheDisk()
    {
        await using var store = await _folder.OpenAsync();
        await using var peers = new PeerPersistenceService(store, new());
        await peers.StorePeersAsync([.. Enumerable.Range(0, 50).Select(i => PeerData.Create($"friend-{i}") with { DisplayName = "Alice" })]);

        await peers.ClearAllAsync();

        _folder.Text().Should().NotContain("friend-").And.NotContain("Alice");
    }

    [Fact]
    public async Task ChangeMasterKeyAsync_OfAService_LeavesNoOldWrappingInDatabaseOrLog()
    {
        await using var store = await _folder.OpenAsync();
        using FixedKeyProvider old = new(Bytes("an old key of thirty-two bytes .")), next = new(Bytes("a new key of thirty-two bytes .."));
        await using var peers = new PeerPersistenceService(store, new(), old);
        await peers.StorePeersAsync([.. Enumerable.Range(0, 50).Select(i => PeerData.Create($"friend-{i}") with { SharedSecret = "s3cret" })]);
        var ring = System.Text.Json.Nodes.JsonNode.Parse((await store.ReadAsync("mesh:encryption:key"))!)!;
        var wrapped = (string)ring["keys"]![0]!["wrapped"]!;
        _folder.Text().Should().Contain(wrapped);

        var change = await peers.ChangeMasterKeyAsync(next);

        _folder.Text().Should().NotContain(wrapped);
        change.Should().Be(new MasterKeyChange(50, KeysKept: 0, IsErased: true));
    }

    [Fact]
    public async Task MaintainAsync_WhileSomebodyScans_RemovesAndLeavesTheCompactionToTheNext()
    {
        await using var store = await _folder.OpenAsync(new() { BusyTimeout = TimeSpan.FromMilliseconds(30) });
        await using var peers = new PeerPersistenceService(store, new());
        await peers.StorePeersAsync([PeerData.Create("long gone", new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero)), PeerData.Create("b")]);
        await using var scan = store.ScanAsync("").GetAsyncEnumerator();
        await scan.MoveNextAsync();

        var maintained = await peers.MaintainAsync();

        (maintained.Removed, maintained.Compacted).Should().Be((1, false));
    }

    [Fact]
    public async Task Opening_SecretsInClear_LeavesNoneInDatabaseOrLog()
    {
        using var keys = new FixedKeyProvider(Bytes("a key of thirty-two bytes ......"));
        await using var store = await _folder.OpenAsync(new() { BusyTimeout = TimeSpan.FromMilliseconds(30) });
        await LeaveInClearAsync(store, keys);
        _folder.Text().Should().Contain("left-in-cl3ar").And.Contain("turn-in-cl3ar");

        await using (var scan = store.ScanAsync("").GetAsyncEnumerator())
        {
            await scan.MoveNextAsync();
            await using var busy = new PeerPersistenceService(store, new(), keys);
            (await busy.GetPeerAsync("friend-7"))!.SharedSecret.Should().Be("left-in-cl3ar", "who reads keeps nobody from opening");
        }

        await using var peers = new PeerPersistenceService(store, new(), keys);
        var peer = (await peers.GetPeerAsync("friend-7"))!;
        (peer.SharedSecret, peer.IceServers[0].Credential).Should().Be(("left-in-cl3ar", "turn-in-cl3ar"));
        _folder.Text().Should().NotContain("in-cl3ar");
    }

    /// <summary>As the original did, and earlier versions.</summary>
    private static async Task LeaveInClearAsync(IKeyValueStore store, IMasterKeyProvider keys)
    {
        await using var peers = new PeerPersistenceService(store, new(), keys);
        await peers.StorePeersAsync([.. Enumerable.Range(0, 50).Select(i => PeerData.Create($"friend-{i}") with
        {
            IceServers = [new() { Urls = ["turn:turn.example.org"], Username = "user" }],
        })]);
        for (var i = 0; i < 50; i++)
        {
            var record = System.Text.Json.Nodes.JsonNode.Parse((await store.ReadAsync($"mesh:peer:friend-{i}"))!)!;
            record["sharedSecret"] = "left-in-cl3ar";
            record["iceServers"]![0]!["credential"] = "turn-in-cl3ar";
            await store.PutAsync($"mesh:peer:friend-{i}", record.ToJsonString());
        }
    }
}
