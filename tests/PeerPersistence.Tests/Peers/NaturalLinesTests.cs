using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Peers;

/// <summary>Lines that somebody writes who has read the README alone.</summary>
public sealed class NaturalLinesTests
{
    [Fact]
    public void IceServer_FromItsUrl()
    {
        new IceServer("stun:a").Should().Be(new IceServer { Urls = ["stun:a"] });
        new IceServer("turn:a", "user", "password").Should().Be(new IceServer { Urls = ["turn:a"], Username = "user", Credential = "password" });
        new IceServer(["stun:a", "stun:b"]).Should().Be(new IceServer { Urls = ["stun:a", "stun:b"] });
        new IceServer("turn:a") { Username = "user" }.Username.Should().Be("user");
    }

    [Theory]
    [InlineData("192.0.2.7:4000", ConnectionType.Unknown)]
    [InlineData("candidate:1 1 udp 2122 192.0.2.7 4000 typ host", ConnectionType.Host)]
    [InlineData("candidate:1 1 udp 2122 192.0.2.7 4000 typ srflx raddr 10.0.0.1 rport 9 generation 0", ConnectionType.ServerReflexive)]
    [InlineData("candidate:1 1 udp 2122 192.0.2.7 4000 typ odd", ConnectionType.Unknown)]
    public void IceCandidate_FromItsLine_HasItsType(string line, ConnectionType type) =>
        new IceCandidate(line).Should().Be(new IceCandidate { Candidate = line, Type = type });

    [Fact]
    public void Metadata_OfPlainValues()
    {
        var peer = new PeerData { PeerId = "a", Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 3, ["mod"] = true, ["tags"] = new JsonArray("x", "y"), ["none"] = null } };
        var changed = peer with { Metadata = new PeerMetadata(peer.Metadata) { ["level"] = 4 } };

        JsonSerializer.Serialize(peer.Metadata).Should().Be("""{"room":"7","level":3,"mod":true,"tags":["x","y"],"none":null}""");
        (changed.Metadata["level"].GetInt32(), changed.Metadata.Count, peer.Metadata["level"].GetInt32()).Should().Be((4, 5, 3));
        new PeerMetadata { ["level"] = 3 }["level"]!.GetValue<int>().Should().Be(3);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("ünïcödé 🦊", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    public async Task PeerId_IsValid_AsStoringSays(string? peerId, bool valid)
    {
        PeerId.IsValid(peerId).Should().Be(valid);
        PeerId.IsValid("a\ud800").Should().BeFalse("half a character is no text");
        PeerId.IsValid(new string('x', PeerLimits.PeerIdLength + 1)).Should().BeFalse();
        await using var setup = new Setup();

        var storing = FluentActions.Awaiting(() => setup.Service.StorePeerAsync(new() { PeerId = peerId! }));
        if (valid)
            await storing.Should().NotThrowAsync();
        else
            await storing.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task WhatHappened_IsOneLineEach()
    {
        await using var setup = new Setup();
        IPeerPersistenceService peers = setup.Service;
        await peers.StorePeersAsync(new[] { "alice", "bob" }.Select(setup.Friend));
        var neighbours = new HashSet<string> { "alice", "carol" };

        (await peers.UpdateConnectionQualityAsync("alice", new() { Latency = TimeSpan.FromMilliseconds(20) })).Should().BeTrue();
        (await peers.RecordDisconnectedAsync("alice", TimeSpan.FromMinutes(5))).Should().BeTrue();
        await peers.ObserveMeshAsync(neighbours.Where(id => id != "carol"), heardFrom: ["bob"]);
        (await peers.FindNewPeerIdsAsync(neighbours.Select(id => id))).Should().Equal("carol");
        (await peers.IncrementReconnectionAttemptsAsync("bob")).Should().BeTrue();

        (await peers.GetPeerAsync("alice"))!.ConnectionQuality.Latency.Should().Be(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Lists_AreOneLineEach()
    {
        await using var setup = new Setup();
        IPeerPersistenceService peers = setup.Service;
        await peers.StorePeersAsync(new[] { "alice", "bob", "carol" }.Select(setup.Friend));
        await peers.SetPinnedAsync("bob", true);
        var online = new List<string> { "alice", "bob" };

        (await peers.GetPeersAsync(online.Where(id => id != "x"))).Should().HaveCount(2);
        (await peers.QueryPeersAsync(new() { IsPinned = true, SortBy = PeerSortBy.LastConnected, Order = PeerSortOrder.Ascending })).Should().ContainSingle();
        (await peers.QueryPeersAsync(new() { Where = peer => peer.Quality >= 0 && online.Contains(peer.PeerId) })).Should().HaveCount(2);
        await foreach (var peer in peers.EnumeratePeersAsync())
            (await peers.ContainsAsync(peer.PeerId)).Should().BeTrue();
        using var file = new MemoryStream();
        await peers.ExportToAsync(file);
        file.Position = 0;
        (await peers.RemovePeersAsync(online)).Should().Be(2);
        (await peers.ImportFromAsync(file)).Imported.Should().Be(2);
        (await peers.CountAsync()).Should().Be(3);
        var stats = await peers.GetStorageStatsAsync();
        (stats.UtilizationPercent > 2.9, stats.EstimatedSizeMB < 1).Should().Be((true, true));
    }

    [Fact]
    public async Task Service_WithARankerAndOptionsOfItsOwn_NeedsNoContainer()
    {
        await using var peers = new PeerPersistenceService(
            new InMemoryKeyValueStore(), new() { Retention = { ActiveWithin = TimeSpan.FromDays(3) } }, ranker: new OriginalScoreRanker());
        await peers.StorePeerAsync(PeerData.Create("alice") with { CachedCandidates = [new("192.0.2.7:4000")], IceServers = [new("stun:stun.example.org")] });

        (await peers.GetReconnectionCandidatesAsync()).Should().ContainSingle();
        JsonSerializer.Serialize(await peers.GetPeerAsync("alice")).Should().Contain("192.0.2.7:4000");
    }

    [Fact]
    public void Quality_WithoutAClock()
    {
        var before = TimeProvider.System.GetUtcNow();
        var peer = PeerData.Create("a") with { ConnectionQuality = new ConnectionQuality().Record(new() { Success = true, Latency = TimeSpan.FromMilliseconds(20) }) };

        peer.ConnectionQuality.LastMeasured.Should().BeOnOrAfter(before).And.BeOnOrBefore(TimeProvider.System.GetUtcNow());
        PeerScore.Quality(peer).Should().Be(PeerScore.Quality(peer.ConnectionQuality)).And.Be(70);
    }
}
