namespace PeerPersistence.Tests.FinePrint;

public sealed class MovingTests
{
    private static readonly string Large = new('k', 100_000);

    [Theory, OnEveryStore]
    [Trait("Speed", "Slow")]
    public async Task ProtectedExport_WithItsPassphrase_BringsEverySecret(StoreKind kind)
    {
        var json = await ProtectedAsync("pass");
        json.Should().NotContain(new string('k', 12)).And.NotContain("alpha");
        await using var scene = await Scene.OpenAsync(kind);

        var result = await scene.Service.ImportDataAsync(PeerExport.Parse(json), new() { Passphrase = "pass" });

        (result.Imported, result.SecretsLeftOut, result.Failures.Count).Should().Be((4, 0, 0));
        (await scene.Service.QueryPeersAsync()).Select(peer => (peer.PeerId, peer.SharedSecret, peer.SecretStatus)).Should().Equal(
            ("a", "alpha", SecretStatus.Available), ("b", Large, SecretStatus.Available), ("empty", "", SecretStatus.Available), ("none", null, SecretStatus.None));
    }

    [Theory, OnEveryStore]
    [Trait("Speed", "Slow")]
    public async Task ProtectedExport_WrongPassphrase_FailsWholeWithNothingWritten(StoreKind kind)
    {
        var export = PeerExport.Parse(await ProtectedAsync("pass"));
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { SharedSecret = "own" });
        var before = await scene.DumpAsync();

        foreach (var passphrase in new[] { "Pass", "", "pass " })
            await FluentActions.Awaiting(() => scene.Service.ImportDataAsync(export, new() { Passphrase = passphrase })).Should().ThrowAsync<SecretUnavailableException>();

        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(ImportConflict.KeepNewest)]
    [InlineData(ImportConflict.KeepExisting)]
    [InlineData(ImportConflict.Replace)]
    public async Task ProtectedExport_WithoutItsPassphrase_BringsThePeersAndBlanksNoSecret(ImportConflict onConflict)
    {
        var export = PeerExport.Parse(await ProtectedAsync("pass"));
        await using var scene = await Scene.OpenAsync(StoreKind.File);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { SharedSecret = "own", LastSeen = scene.Now.AddDays(-1) });

        var result = await scene.Service.ImportDataAsync(export, new() { OnConflict = onConflict });

        var kept = onConflict != ImportConflict.Replace;
        (result.Imported, result.Skipped, result.SecretsLeftOut).Should().Be(kept ? (3, 1, 2) : (4, 0, 3));
        (await scene.GetAsync("a")).SharedSecret.Should().Be("own");
        (await scene.GetAsync("b")).SecretStatus.Should().Be(SecretStatus.None);
        (await scene.Store.GetAsync("mesh:peer:b"))!.Value.Length.Should().BeLessThan(10_000, "nobody could open what came along");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task ProtectedExport_AnyByteChanged_ImportsNothing()
    {
        var json = await ProtectedAsync("pass");
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.InitializeAsync();
        var before = await scene.DumpAsync();

        foreach (var (from, to) in new[] { ("\"displayName\": \"Unknown\"", "\"displayName\": \"Mallory\""), ("\"a\"", "\"c\""), ("\"reconnectionAttempts\": 0", "\"reconnectionAttempts\": 9") })
        {
            json.Should().Contain(from);
            await FluentActions.Awaiting(() => scene.Service.ImportDataAsync(PeerExport.Parse(json.Replace(from, to, StringComparison.Ordinal)), new() { Passphrase = "pass" }))
                .Should().ThrowAsync<PeerPersistenceException>();
        }

        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task ExportData_SecretsThatCannotBeOpened_AreNamed()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeersAsync([scene.Friend("a") with { SharedSecret = "s" }, scene.Friend("b")]);
        await using var locked = scene.Another(keys: new FixedKeyProvider(new byte[32].Select((_, i) => (byte)(i + 7)).ToArray()));

        (await locked.ExportDataAsync(new() { Passphrase = "pass" })).SecretsLeftOut.Should().Equal("a");
        (await scene.Service.ExportDataAsync(new() { Passphrase = "pass" })).SecretsLeftOut.Should().BeEmpty();
        (await scene.Service.ExportDataAsync()).SecretsLeftOut.Should().Equal("a");
    }

    [Theory, OnEveryStore, Trait("Large", "")]
    public async Task ImportData_HugeExport_EndsAtTheMaximumWithTheBest(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 50);
        await scene.Service.StorePeerAsync(scene.Friend("pinned") with { IsPinned = true, LastSeen = scene.Now.AddYears(-2) });
        var export = new PeerExport { Peers = [.. Enumerable.Range(0, 5000).Select(i => (i % 200 == 0 ? scene.Friend($"friend-{i}") : scene.Stranger($"stranger-{i}")) with { LastSeen = scene.Now.AddMinutes(-i) })] };

        var result = await scene.Service.ImportDataAsync(PeerExport.Parse(export.ToJson()));

        (result.Imported, result.Evicted, result.Skipped).Should().Be((49, 4951, 0));
        var ids = await scene.Service.GetAllPeerIdsAsync();
        ids.Should().HaveCount(50).And.Contain("pinned");
        ids.Count(id => id.StartsWith("friend", StringComparison.Ordinal)).Should().Be(25);
        (await scene.Service.ImportDataAsync(new() { Peers = [.. export.Peers.Take(10)] }, new() { OnConflict = ImportConflict.KeepExisting })).Imported.Should().BeLessThanOrEqualTo(10);
        (await scene.Service.GetAllPeerIdsAsync()).Should().HaveCount(50);
    }

    [Theory]
    [InlineData("{\"peers\":[]}", 0)]
    [InlineData("{\"peers\":[],\"version\":\"1.0\",\"exportDate\":\"yesterday\",\"theApps\":{\"own\":[1]}}", 0)]
    [InlineData("{\"peers\":[{\"peerId\":\"a\"},{\"peerId\":\"a\",\"displayName\":\"again\"}],\"exportDate\":1e400}", 1)]
    [InlineData("{\"peers\":[{\"peerId\":\"a\",\"connectionQuality\":{\"successRate\":1e9,\"latency\":-5,\"avgUptime\":1e300}}],\"exportDate\":-1}", 1)]
    [InlineData("{\"peers\":[{\"peerId\":\"a\",\"firstSeen\":0,\"lastSeen\":-1,\"lastConnected\":1e300,\"blacklistUntil\":9e15}]}", 1)]
    [InlineData("{\"peers\":[{\"peerId\":\"a\",\"sharedSecret\":\"in clear\",\"iceServers\":[null,{\"urls\":[]}],\"cachedCandidates\":[null]}]}", 1)]
    public async Task ImportData_OddExport_BringsWhatItCan(string json, int imported)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);

        var result = await scene.Service.ImportDataAsync(PeerExport.Parse(json));

        (result.Imported, result.Failures.Count).Should().Be((imported, 0));
        (await scene.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false })).Where(peer => peer.LastSeen <= scene.Now).Should().HaveCount(imported);
        string.Concat((await scene.DumpAsync()).Values).Should().NotContain("in clear");
    }

    [Fact]
    public async Task ImportData_NoPeersAtAll_IsRefused()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);

        foreach (var export in new PeerExport[] { null!, new() { Peers = null! } })
            (await FluentActions.Awaiting(() => scene.Service.ImportDataAsync(export)).Should().ThrowAsync<ArgumentException>()).WithParameterName("export");
        (await scene.DumpAsync()).Should().BeEmpty();
    }

    private static async Task<string> ProtectedAsync(string passphrase)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeersAsync(
        [
            scene.Friend("a") with { SharedSecret = "alpha" }, scene.Friend("b") with { SharedSecret = Large }, scene.Friend("empty") with { SharedSecret = "" }, scene.Friend("none"),
        ]);
        return (await scene.Service.ExportDataAsync(new() { Passphrase = passphrase })).ToJson();
    }
}
