using PeerPersistence.CrashTests.Summaries;
namespace PeerPersistence.Sqlite.Tests;

/// <summary>A service that opens on the summaries in a database sees what one sees that reads every record.</summary>
public sealed class SummariesTests : IDisposable
{
    private const int Peers = 300;
    private const int KeysACommit = 256;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_RandomCallsOfTwoStoresAndAnEarlierVersion_SeesWhatTheRecordsSay(int seed)
    {
        var random = new Random(seed);
        var lasting = 0;
        for (var round = 0; round < 12; round++)
        {
            await using (var store = await _folder.OpenAsync())
            await using (var other = await _folder.OpenAsync())
            await using (var ours = Serve(store))
            await using (var theirs = Serve(new WatchedStore(other, isLasting: false)))
            {
                if (round == 0)
                    await ours.StorePeersAsync(Enumerable.Range(0, Peers).Select(Peer));
                for (var i = random.Next(random.Next(4) == 0 ? 100 : 10); i > 0; i--)
                    await CallAsync(random.Next(3) == 0 ? theirs : ours, random);
                if (random.Next(6) == 0)
                    await store.CompactAsync();
            }

            await using var reopened = await _folder.OpenAsync();
            var summaries = new WatchedStore(reopened, isLasting: true);
            await using (var service = Serve(summaries))
            await using (var read = Serve(new WatchedStore(reopened, isLasting: false)))
                (await ShowAsync(service)).Should().Be(await ShowAsync(read));
            lasting += summaries.Scans == 0 ? 1 : 0;
        }

        lasting.Should().BeGreaterThan(4);
    }

    [Fact]
    public async Task GetChanges_TokenOfACopyOrOfALogThatBeganAnew_IsUnknown()
    {
        string token;
        await using (var store = await _folder.OpenAsync())
        {
            await store.PutAsync("a", "1");
            var before = await store.GetChangesAsync(null);
            (token, _) = (before.Token, before.IsLasting.Should().BeTrue());
            await store.PutAsync("b", "1");
        }

        await using (var store = await _folder.OpenAsync())
            (await store.GetChangesAsync(token)).Keys.Should().Equal("b");
        using (var foreign = _folder.Foreign())
            foreign.Run("DELETE FROM changes WHERE position < 0");
        await using (var store = await _folder.OpenAsync())
        {
            (await store.GetChangesAsync(null)).IsLasting.Should().BeFalse();
            await store.PutAsync("c", "1");
            (await store.GetChangesAsync(null)).IsLasting.Should().BeTrue();
            (await store.GetChangesAsync(token)).Keys.Should().BeNull();
        }
    }

    [Fact]
    public async Task Open_CopiedKeyByKeyIntoACloneOfTheDatabase_SeesWhatTheRecordsSay()
    {
        await using (var store = await _folder.OpenAsync())
            await store.PutAsync("app", "1"); // gives the log its name
        var clone = _folder.Database + "-clone";
        File.Copy(_folder.Database, clone);
        await using var first = await _folder.OpenAsync();
        await using (var service = Serve(first))
            await service.StorePeersAsync(Enumerable.Range(0, Peers).Select(Peer));
        await using (var service = Serve(first))
            await service.InitializeAsync(); // writes summaries
        var named = long.Parse((await first.GetChangesAsync(null)).Token.Split('.')[^1], provider: null) - 1; // before the head was written
        await using (var service = Serve(first))
            await service.SetPinnedAsync("peer-10", true);
        await using var second = await SqliteKeyValueStore.OpenAsync(clone);
        for (var position = 1; position + KeysACommit < named; position++)
            await second.PutAsync("app", "1"); // so that the copy of its first keys is named as the head has it
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> all = [];
        await foreach (var pair in first.ScanAsync(""))
            all.Add(pair);
        foreach (var some in all.Chunk(KeysACommit))
        {
            var copied = new KeyValueBatch();
            foreach (var (key, value) in some)
                copied.Set(key, value);
            await second.CommitAsync(copied);
        }

        await using var ours = Serve(second);
        await using var read = Serve(new WatchedStore(second, isLasting: false));

        (await ShowAsync(ours)).Should().Be(await ShowAsync(read));
    }

    private static async Task CallAsync(PeerPersistenceService service, Random random)
    {
        var i = random.Next(Peers + 30);
        switch (random.Next(5))
        {
            case 0: await service.StorePeerAsync(Peer(i)); break;
            case 1: await service.RemovePeerAsync(Peer(i).PeerId); break;
            case 2: await service.RecordConnectedAsync(Peer(i).PeerId); break;
            case 3: await service.SetPinnedAsync(Peer(i).PeerId, random.Next(2) == 0); break;
            default: await service.RecordFailedAttemptAsync(Peer(i).PeerId); break;
        }
    }

    private static async Task<string> ShowAsync(PeerPersistenceService service)
    {
        var peers = await service.QueryPeersAsync(new() { WithSecrets = false });
        var stats = await service.GetStorageStatsAsync();
        return string.Join('\n', peers.Select(peer => $"{peer.PeerId} {peer.LastSeen:O} {peer.IsPinned}").Append($"{stats}"));
    }

    private static PeerData Peer(int i) => PeerData.Create($"peer-{i}", DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(i));

    private static PeerPersistenceService Serve(IKeyValueStore store) =>
        new(store, new() { MaxPeers = 1000 }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
}
