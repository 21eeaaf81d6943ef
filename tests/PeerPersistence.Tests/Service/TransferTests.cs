using System.Text.Json;

namespace PeerPersistence.Tests.Service;

public sealed class TransferTests : IAsyncLifetime
{
    private readonly Setup _setup = new();
    private readonly Setup _other = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Service.StorePeersAsync(
    [
        _setup.Friend("a") with { SharedSecret = "secret", PublicKey = "key", Metadata = new Dictionary<string, JsonElement> { ["m"] = JsonSerializer.SerializeToElement(1) } },
        _setup.Friend("b") with { IsPinned = true },
    ]);

    public async Task DisposeAsync()
    {
        await _setup.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task ExportAndImport_IntoAnother_BringsAllButTheSecrets()
    {
        var json = (await Service.ExportDataAsync()).ToJson();
        json.Should().NotContain("secret\"").And.NotContain("pp1.").And.NotContain("\"presence\"");

        (await _other.Service.ImportDataAsync(PeerExport.Parse(json))).Should().BeEquivalentTo(new ImportResult { Imported = 2 });

        (await _other.Service.GetAllPeerIdsAsync()).Should().Equal("a", "b");
        var a = (await _other.Service.GetPeerAsync("a"))!;
        (a.PublicKey, a.SharedSecret, a.Metadata["m"].GetInt32()).Should().Be(("key", null, 1));
        (await _other.Service.GetPeerAsync("b"))!.IsPinned.Should().BeTrue();
    }

    [Theory]
    [InlineData(ImportConflict.KeepNewest)]
    [InlineData(ImportConflict.KeepExisting)]
    [InlineData(ImportConflict.Replace)]
    public async Task ExportAndImport_IntoTheSame_WipesNoSecret(ImportConflict onConflict)
    {
        await Service.ImportDataAsync(await Service.ExportDataAsync(), new() { OnConflict = onConflict });

        (await Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("secret");
        (await Service.GetPeerAsync("a"))!.PublicKey.Should().Be("key");
    }

    [Fact]
    public async Task ImportData_Conflicts_GoAsAsked()
    {
        var newer = new PeerExport { Peers = [_setup.Friend("a") with { DisplayName = "newer", LastSeen = _setup.Now.AddMinutes(1) }, _setup.Friend("b") with { DisplayName = "older", LastSeen = _setup.Now.AddMinutes(-1) }] };

        (await Service.ImportDataAsync(newer, new() { OnConflict = ImportConflict.KeepExisting })).Should().BeEquivalentTo(new ImportResult { Skipped = 2 });
        (await Service.ImportDataAsync(newer)).Should().BeEquivalentTo(new ImportResult { Skipped = 2 }, "anybody may have written it");
        (await NameAsync("a"), await NameAsync("b")).Should().Be(("Unknown", "Unknown"));
        await using (var own = new Setup())
        {
            await own.Service.ImportDataAsync(newer);
            var sealedBackup = await own.Service.ExportDataAsync(new() { Passphrase = "pass" });
            (await Service.ImportDataAsync(sealedBackup, new() { Passphrase = "pass" })).Should().BeEquivalentTo(new ImportResult { Imported = 1, Skipped = 1 });
        }

        (await NameAsync("a"), await NameAsync("b")).Should().Be(("newer", "Unknown"));
        (await Service.ImportDataAsync(newer, new() { OnConflict = ImportConflict.Replace })).Should().BeEquivalentTo(new ImportResult { Imported = 2 });
        (await NameAsync("b")).Should().Be("older");

        async Task<string> NameAsync(string peerId) => (await Service.GetPeerAsync(peerId))!.DisplayName;
    }

    [Fact]
    public async Task ImportData_SomeBadEntries_ReportsThemAndImportsTheOthers()
    {
        var export = PeerExport.Parse("""
            {"version":"1.0.0","exportDate":1,"peers":[{"peerId":"x"},{"displayName":"no id"},17,{"peerId":"y","lastSeen":"?"},null,{"peerId":"z","latency":1}]}
            """);

        var result = await _other.Service.ImportDataAsync(export);

        result.Imported.Should().Be(2);
        result.Failures.Select(failure => (failure.Index, failure.PeerId)).Should().Equal((1, null), (2, null), (3, null), (4, null));
        (await _other.Service.GetAllPeerIdsAsync()).Should().Equal("x", "z");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"peers\":{}}")]
    [InlineData("{\"version\":\"2.0.0\",\"peers\":[]}")]
    [InlineData("{\"version\":7,\"peers\":[]}")]
    [InlineData("{\"version\":\"1.0.0\",\"peers\":[{\"peerId\":\"a\"}]")]
    public void Parse_NoExport_IsRefused(string json) =>
        FluentActions.Invoking(() => PeerExport.Parse(json)).Should().Throw<ImportFormatException>();

    [Fact]
    public async Task ImportData_BeyondTheMaximum_EndsThere()
    {
        await using var small = new Setup(options => options.MaxPeers = 5);
        await small.Service.StorePeerAsync(small.Friend("friend"));
        var export = new PeerExport { Peers = [.. Enumerable.Range(0, 20).Select(i => small.Stranger($"stranger-{i:00}")), small.Friend("another")] };

        var result = await small.Service.ImportDataAsync(export);

        (result.Imported, result.Evicted).Should().Be((4, 17));
        (await small.Service.GetAllPeerIdsAsync()).Should().HaveCount(5).And.Contain("friend").And.Contain("another");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(2000)]
    public async Task ImportData_ACrowd_KeepsThoseWhoRankHighest(int places)
    {
        await using var small = new Setup(options => options.MaxPeers = places);
        var random = new Random(7);
        var crowd = Enumerable.Range(0, 6000).Select(i => small.Stranger($"{i}") with
        {
            FirstSeen = small.Now.AddDays(-30), LastSeen = small.Now.AddMinutes(-random.Next(100_000)), IsPinned = i % 3000 == 1,
        }).ToList();

        var result = await small.Service.ImportDataAsync(new PeerExport { Peers = [.. crowd, crowd[1], crowd[0] with { PeerId = "" }] });

        var expected = crowd.OrderByDescending(peer => peer.IsPinned).ThenByDescending(peer => peer.LastSeen)
            .ThenByDescending(peer => peer.PeerId, StringComparer.Ordinal).Take(places).Select(peer => peer.PeerId);
        (await small.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo(expected);
        (result.Imported, result.Evicted, result.Failures.Single().Index).Should().Be((places, 6000 - places, 6001));
    }

    [Fact]
    public async Task ImportData_InstantsFarAhead_BecomeNow()
    {
        await _other.Service.ImportDataAsync(new() { Peers = [_setup.Friend("x") with { LastSeen = _setup.Now.AddYears(3) }] });

        (await _other.Service.GetPeerAsync("x"))!.LastSeen.Should().Be(_other.Now);
    }

    [Fact]
    public async Task ExportData_PresenceAskedFor_GoesAlong()
    {
        await Service.ObserveMeshAsync(["a"]);
        var json = (await Service.ExportDataAsync(new() { IncludePresence = true })).ToJson();

        await _other.Service.ImportDataAsync(PeerExport.Parse(json));

        (await _other.Store.TextAsync("mesh:peer:a")).Should().Contain("\"presence\":\"");
        (await Service.ExportDataAsync()).ToJson().Should().NotContain("\"presence\"");
    }

    [Fact]
    public async Task Record_UnknownFields_SurviveEveryWrite()
    {
        const string Record = """
            {"peerId":"u","custom":{"deep":[1,"ä"]},"iceServers":[{"urls":"stun:x","credentialType":"oauth"}],"cachedCandidates":[{"candidate":"c","type":"host","foundation":"1"}],"connectionQuality":{"jitter":4},"metadata":{"a":null}}
            """;
        await _setup.Store.SetTextAsync("mesh:peer:u", Record);

        await Service.UpdateLastSeenAsync("u");
        await Service.UpdatePeerAsync("u", peer => peer with { DisplayName = "U" });
        await Service.StorePeerAsync(_setup.Friend("u") with { DisplayName = "V" });

        var written = (await _setup.Store.TextAsync("mesh:peer:u"))!;
        written.Should().Contain("\"custom\":{\"deep\":[1,\"ä\"]}").And.Contain("\"displayName\":\"V\"");
        await _setup.Store.SetTextAsync("mesh:peer:u", Record);
        await Service.RecordConnectedAsync("u", new() { ConnectionType = ConnectionType.Relay });
        written = (await _setup.Store.TextAsync("mesh:peer:u"))!;
        foreach (var part in new[] { "\"credentialType\":\"oauth\"", "\"foundation\":\"1\"", "\"jitter\":4", "\"metadata\":{\"a\":null}", "\"urls\":\"stun:x\"", "\"connectionType\":\"relay\"" })
            written.Should().Contain(part);
    }
}
