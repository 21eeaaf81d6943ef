using System.Text.Json;

namespace PeerPersistence.Tests.Service;

public sealed class StorePeerTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task StorePeer_New_ComesBackAsItWas()
    {
        var peer = _setup.Friend("alice") with
        {
            UserId = "user-1",
            DisplayName = "Alice ✓ <b>",
            PublicKey = "{\"kty\":\"EC\"}",
            SharedSecret = "pässwörd-密-🔑",
            LastKnownIP = "203.0.113.9",
            IsPinned = true,
            IceServers = [new() { Urls = ["stun:a", "turn:b"], Username = "u", Credential = "c" }],
            CachedCandidates = [new() { Candidate = "candidate:1", SdpMid = "0", SdpMLineIndex = 0, UsernameFragment = "f", Type = ConnectionType.PeerReflexive }],
            Metadata = new Dictionary<string, JsonElement> { ["x"] = JsonSerializer.SerializeToElement(new[] { 1, 2 }) },
        };

        await Service.StorePeerAsync(peer);

        var stored = await Service.GetPeerAsync("alice");
        stored.Should().BeEquivalentTo(peer with { SecretStatus = SecretStatus.Available }, options => options.Excluding(p => p.Metadata).Excluding(p => p.IsFriend));
        stored!.IsFriend.Should().BeTrue();
        stored.Metadata["x"].GetRawText().Should().Be("[1,2]");
    }

    [Fact]
    public async Task StorePeer_InstantsAtTheirDefault_MeanNow()
    {
        await Service.StorePeerAsync(new() { PeerId = "alice" });

        var stored = (await Service.GetPeerAsync("alice"))!;
        new[] { stored.FirstSeen, stored.LastSeen, stored.ConnectionQuality.LastMeasured }.Should().AllBeEquivalentTo(_setup.Now);
        stored.LastConnected.Should().BeNull();
        stored.UserId.Should().Be("alice");
        stored.DisplayName.Should().Be("Unknown");
    }

    [Fact]
    public async Task StorePeer_FarAhead_BecomesNow()
    {
        var future = _setup.Now.AddMinutes(11);
        await Service.StorePeerAsync(_setup.Friend("alice") with { FirstSeen = future, LastSeen = future, LastConnected = future });
        await Service.StorePeerAsync(_setup.Friend("bob") with { LastSeen = _setup.Now.AddMinutes(9) });

        var alice = (await Service.GetPeerAsync("alice"))!;
        new[] { alice.FirstSeen, alice.LastSeen, alice.LastConnected!.Value }.Should().AllBeEquivalentTo(_setup.Now);
        (await Service.GetPeerAsync("bob"))!.LastSeen.Should().Be(_setup.Now.AddMinutes(9));
    }

    [Fact]
    public async Task StorePeer_Known_MergesHistory()
    {
        var first = _setup.Now;
        await Service.StorePeerAsync(_setup.Friend("alice") with
        {
            PublicKey = "key",
            SharedSecret = "secret",
            ReconnectionAttempts = 3,
            ConnectionQuality = new() { TotalConnections = 9, SuccessfulConnections = 8, SuccessRate = 0.9 },
        });
        _setup.Time.Advance(TimeSpan.FromDays(1));

        await Service.StorePeerAsync(_setup.Friend("alice") with { DisplayName = "Alice", FirstSeen = _setup.Now });

        var stored = (await Service.GetPeerAsync("alice"))!;
        stored.FirstSeen.Should().Be(first);
        stored.LastSeen.Should().Be(_setup.Now);
        stored.DisplayName.Should().Be("Alice");
        stored.PublicKey.Should().Be("key");
        stored.SharedSecret.Should().Be("secret");
        stored.ReconnectionAttempts.Should().Be(3);
        stored.ConnectionQuality.TotalConnections.Should().Be(9);
        stored.ConnectionQuality.SuccessfulConnections.Should().Be(8);
        stored.ConnectionQuality.SuccessRate.Should().Be(1, "other fields are taken as given");
        (await Service.GetAllPeerIdsAsync()).Should().Equal("alice");
    }

    [Fact]
    public async Task StorePeer_KnownWithOlderInstants_TimeDoesNotRunBackward()
    {
        await Service.StorePeerAsync(_setup.Friend("alice"));
        await Service.StorePeerAsync(PeerData.Create("alice", _setup.Now.AddDays(-3)));

        var stored = (await Service.GetPeerAsync("alice"))!;
        stored.FirstSeen.Should().Be(_setup.Now.AddDays(-3));
        stored.LastSeen.Should().Be(_setup.Now);
        stored.LastConnected.Should().Be(_setup.Now);
    }

    [Fact]
    public async Task StorePeers_Several_AreOneCommit()
    {
        var store = new CommitCounter(new InMemoryKeyValueStore());
        await using var setup = new Setup(store: store);
        await setup.Service.InitializeAsync();
        var before = store.Commits;

        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b"), setup.Friend("a") with { DisplayName = "A" }]);

        (store.Commits - before).Should().Be(1);
        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("a", "b");
        (await setup.Service.GetPeerAsync("a"))!.DisplayName.Should().Be("A");
    }

    [Fact]
    public async Task StorePeers_OneInvalid_StoresNone()
    {
        var store = async () => await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b") with { LastSeen = DateTimeOffset.MinValue.AddDays(1) }]);

        (await store.Should().ThrowAsync<ArgumentException>()).WithMessage("*LastSeen*").WithParameterName("peers");
        (await Service.GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task StorePeer_BeyondOnePage_KeepsTheOrderOfFirstStoring()
    {
        await using var setup = new Setup(options => options.MaxPeers = 1000);
        var ids = Enumerable.Range(0, 300).Select(i => $"peer-{(i * 7919) % 300}").ToArray();
        foreach (var id in ids)
            await setup.Service.StorePeerAsync(setup.Friend(id));

        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal(ids);
        (await setup.Store.DumpAsync()).Keys.Where(key => key.StartsWith("mesh:peers:index", StringComparison.Ordinal))
            .Should().Equal("mesh:peers:index", "mesh:peers:index:1", "mesh:peers:index:2");
        await using var later = setup.Another();
        (await later.GetAllPeerIdsAsync()).Should().Equal(ids);
    }

    [Fact]
    public async Task StorePeer_ManyPeersThere_TouchesAsManyKeysAsTheFirst()
    {
        var store = new CommitCounter(new InMemoryKeyValueStore());
        await using var setup = new Setup(options => options.MaxPeers = 100_000, store);
        await setup.Service.InitializeAsync();
        await setup.Service.StorePeerAsync(setup.Friend("first"));
        var (reads, keys) = (store.Reads, store.ChangedKeys);
        await setup.Service.StorePeerAsync(setup.Friend("second"));
        var few = (Reads: store.Reads - reads, Keys: store.ChangedKeys - keys);
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 1000).Select(i => setup.Friend($"peer-{i}")));
        await setup.Service.StorePeerAsync(setup.Friend("almost last"));

        (reads, keys) = (store.Reads, store.ChangedKeys);
        await setup.Service.StorePeerAsync(setup.Friend("last"));

        (store.Reads - reads).Should().Be(few.Reads);
        (store.ChangedKeys - keys).Should().Be(few.Keys);
    }
}
