using System.Text.Json;

namespace PeerPersistence.Tests.Service;

public sealed class OriginalDataTests : IAsyncLifetime
{
    private Setup _setup = null!;

    public async Task InitializeAsync()
    {
        _setup = new(store: await OriginalData.StoreAsync());
        _setup.Time.SetUtcNow(OriginalData.Now);
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Initialize_OriginalsStore_BringsAllPeersInOrder()
    {
        var index = JsonSerializer.Deserialize<string[]>((await _setup.Store.TextAsync("mesh:peers:index"))!)!;

        (await _setup.Service.GetAllPeerIdsAsync()).Should().Equal(index).And.HaveCount(40);
        (await _setup.Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
    }

    [Fact]
    public async Task Candidates_OriginalsStoreOnTheFirstDay_AreToldApartByWhatTheirRecordsSay()
    {
        var candidates = (await _setup.Service.GetReconnectionCandidatesAsync(new() { Limit = 40 })).ToList();

        candidates.Select(candidate => Math.Round(candidate.Score, 1)).Distinct().Should().HaveCountGreaterThan(candidates.Count * 3 / 4);
        candidates.Max(candidate => candidate.Score).Should().BeGreaterThan(50, "some were seen within the hour");
        candidates.Min(candidate => candidate.Score).Should().BeLessThan(6, "some were met once, and not seen for weeks");
    }

    [Theory]
    [InlineData("default")]
    [InlineData("quality")]
    [InlineData("qualityAsc20")]
    [InlineData("minQ50")]
    [InlineData("week")]
    [InlineData("all")]
    public async Task QueryPeers_OriginalsStore_GivesTheOriginalsAnswer(string name)
    {
        var query = name switch
        {
            "quality" => new PeerQuery { SortBy = PeerSortBy.Quality },
            "qualityAsc20" => new PeerQuery { SortBy = PeerSortBy.Quality, Order = PeerSortOrder.Ascending, Limit = 20 },
            "minQ50" => new PeerQuery { SortBy = PeerSortBy.LastConnected, MinQuality = 50 },
            "week" => new PeerQuery { MaxAge = TimeSpan.FromDays(7) },
            "all" => new PeerQuery { ExcludeBlacklisted = false },
            _ => new PeerQuery(),
        };

        var peers = await _setup.Service.QueryPeersAsync(query);

        peers.Select(peer => (peer.PeerId, PeerScore.Quality(peer.ConnectionQuality))).Should().Equal(OriginalData.Query(name));
    }

    [Fact]
    public async Task PeerScore_OriginalsCandidates_GivesTheOriginalsScoresAndReasons()
    {
        foreach (var row in OriginalData.Expected.GetProperty("candidates").EnumerateArray())
        {
            var peer = (await _setup.Service.GetPeerAsync(row[0].GetString()!))!;

            PeerScore.Reconnection(peer, OriginalData.Now).Should().BeApproximately(row[1].GetDouble(), 1e-9, peer.PeerId);
            PeerScore.Reason(peer, OriginalData.Now).Should().Be(row[2].GetString());
        }
    }

    [Fact]
    public async Task Candidates_OriginalsScoreRanker_GivesTheOriginalsOrder()
    {
        var service = new PeerPersistenceService(_setup.Store, _setup.Options, _setup.Keys, _setup.Time, logger: null, new OriginalScoreRanker());
        var candidates = await service.GetReconnectionCandidatesAsync(new() { MaxAge = TimeSpan.FromDays(30), Limit = 100 });

        var expected = OriginalData.Expected.GetProperty("candidates").EnumerateArray().Select(row => row[1].GetDouble());
        candidates.Select(candidate => candidate.Score).Should().BeInDescendingOrder();
        candidates.Select(candidate => Math.Round(candidate.Score, 6)).Should().Equal(expected.Select(score => Math.Round(score, 6)));
    }

    [Fact]
    public async Task GetPeer_OriginalsSecrets_OpensThemAll()
    {
        foreach (var (peerId, secret) in OriginalData.Secrets)
            (await _setup.Service.GetPeerAsync(peerId))!.SharedSecret.Should().Be(secret, peerId);
    }

    [Fact]
    public async Task Initialize_OriginalsStore_RemovesItsKeyAndSealsEverySecretAnew()
    {
        var key = JsonDocument.Parse((await _setup.Store.TextAsync("mesh:encryption:key"))!).RootElement.GetProperty("k").GetString()!;

        await _setup.Service.InitializeAsync();

        var dump = await _setup.Store.DumpAsync();
        dump.Should().NotContainKey("mesh:encryption:original");
        string.Concat(dump.Values).Should().NotContain(key);
        dump.Where(item => item.Key.StartsWith("mesh:peer:", StringComparison.Ordinal)).Select(item => item.Value)
            .Count(record => record.Contains("\"encryptedSecret\":\"pp1.", StringComparison.Ordinal))
            .Should().Be(OriginalData.Secrets.Values.Count(secret => secret is not null));
    }

    [Fact]
    public async Task Initialize_KilledAfterTheKeyWasSetAside_GoesOnAtTheNextOpening()
    {
        var jwk = (await _setup.Store.TextAsync("mesh:encryption:key"))!;
        await _setup.Store.CommitAsync(new KeyValueBatch().Remove("mesh:encryption:key"));
        await _setup.Store.SetTextAsync("mesh:encryption:original", jwk);

        (await _setup.Service.GetPeerAsync("PEER-000-597056"))!.SharedSecret.Should().Be(OriginalData.Secrets["PEER-000-597056"]);
    }

    [Fact]
    public async Task Initialize_OneOriginalSecretDamaged_KeepsItAndOpensTheOthers()
    {
        const string Key = "mesh:peer:PEER-000-597056";
        var record = (await _setup.Store.TextAsync(Key))!;
        await _setup.Store.SetTextAsync(Key, record.Replace("KU5hJChw", "AAAAJChw", StringComparison.Ordinal));

        (await _setup.Service.GetPeerAsync("PEER-000-597056"))!.SecretStatus.Should().Be(SecretStatus.Damaged);
        (await _setup.Service.GetPeerAsync("PEER-001-63712"))!.SecretStatus.Should().Be(SecretStatus.Available);
        (await _setup.Store.TextAsync(Key)).Should().Contain("AAAAJChw");
    }

    [Fact]
    public async Task UpdateLastSeen_OriginalsRecord_ChangesNothingElse()
    {
        const string Key = "mesh:peer:PEER-000-597056";
        await _setup.Service.InitializeAsync();
        var before = JsonDocument.Parse((await _setup.Store.TextAsync(Key))!).RootElement;

        await _setup.Service.UpdateLastSeenAsync("PEER-000-597056");

        var after = JsonDocument.Parse((await _setup.Store.TextAsync(Key))!).RootElement;
        foreach (var field in before.EnumerateObject().Where(field => field.Name is not "lastSeen"))
            after.GetProperty(field.Name).GetRawText().Should().Be(field.Value.GetRawText(), field.Name);
        after.GetProperty("lastSeen").GetInt64().Should().Be(OriginalData.Now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task ImportData_OriginalsExport_BringsAllPeers()
    {
        await using var empty = new Setup();
        empty.Time.SetUtcNow(OriginalData.Now);

        var result = await empty.Service.ImportDataAsync(PeerExport.Parse(OriginalData.Export));

        result.Should().BeEquivalentTo(new ImportResult { Imported = 40 });
        foreach (var peer in await empty.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false }))
        {
            var original = await _setup.Service.GetPeerAsync(peer.PeerId);
            peer.Should().BeEquivalentTo(original! with { SharedSecret = null, SecretStatus = SecretStatus.None }, options => options.Excluding(p => p.Metadata).Excluding(p => p.IsFriend));
            peer.Metadata.Keys.Should().Equal(original!.Metadata.Keys);
        }
    }
}
