using PeerPersistence.Testing;
using Xunit.Abstractions;

namespace PeerPersistence.Tests.Service;

/// <summary>How many calls a store gets: over a network each is a round trip.</summary>
public sealed class StoreCallTests : IAsyncLifetime
{
    private const int Peers = 300;

    private readonly RecordingKeyValueStore _store = new(new InMemoryKeyValueStore());
    private readonly ITestOutputHelper _output;
    private readonly Setup _setup;

    public StoreCallTests(ITestOutputHelper output)
    {
        _output = output;
        _setup = new(options => options.MaxPeers = Peers, _store);
    }

    private IPeerPersistenceService Service => _setup.Service;

    private IEnumerable<PeerData> Many => Enumerable.Range(0, Peers).Select(i => _setup.Friend($"peer-{i:000}"));

    public Task InitializeAsync() => Service.InitializeAsync();

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task StorePeers_ManyNew_TakesThreeCallsAndTheNextQueryTwo()
    {
        await AtMostAsync(3, () => Service.StorePeersAsync(Many));
        await AtMostAsync(2, async () => (await Service.QueryPeersAsync()).Should().HaveCount(Peers));
    }

    [Fact]
    public async Task StorePeer_NewOne_TakesThreeCalls()
    {
        await Service.StorePeersAsync(Many.Skip(1));
        await AtMostAsync(3, () => Service.StorePeerAsync(_setup.Friend("peer-000")));
        await AtMostAsync(2, async () => (await Service.QueryPeersAsync()).Should().HaveCount(Peers));
    }

    [Fact]
    public async Task StorePeer_NewOneThatEvicts_TakesThreeCalls()
    {
        await Service.StorePeersAsync(Many);
        await AtMostAsync(3, () => Service.StorePeerAsync(_setup.Friend("new")));
        (await Service.GetAllPeerIdsAsync()).Should().HaveCount(Peers).And.Contain("new");
    }

    [Fact]
    public async Task Listings_OfMany_TakeTwoCalls()
    {
        await Service.StorePeersAsync(Many);
        await using var another = _setup.Another();
        await another.InitializeAsync();
        await AtMostAsync(2, async () => (await another.QueryPeersAsync()).Should().HaveCount(Peers));
        await AtMostAsync(2, async () => (await another.QueryPageAsync(new() { Limit = 200 })).Peers.Should().HaveCount(200));
        await AtMostAsync(2, async () => (await another.GetReconnectionCandidatesAsync(new() { Limit = 100 })).Should().HaveCount(100));
        await AtMostAsync(2, async () => (await another.ExportDataAsync()).Peers.Should().HaveCount(Peers));
    }

    [Fact]
    public async Task Listings_OfManyWhoseKeyIsMissing_ReadNobodyOnceMore()
    {
        await Service.StorePeersAsync(Many.Select(peer => peer with { SharedSecret = "s" }));
        await using var locked = _setup.Another(Protection.TestProviders.Fixed(9));
        await locked.InitializeAsync();
        (await locked.GetPeerAsync("peer-000"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);

        // The ring is read again each time, for its key may be back; the records are not.
        _store.Clear();
        (await locked.QueryPeersAsync()).Should().HaveCount(Peers).And.OnlyContain(peer => peer.SecretStatus == SecretStatus.KeyUnavailable);
        _store.Calls.Should().NotContain(each => each.Call.Key.StartsWith("mesh:peer:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ObserveMesh_Many_TakesThreeCalls()
    {
        await Service.StorePeersAsync(Many);
        await AtMostAsync(3, () => Service.ObserveMeshAsync([.. Many.Select(peer => peer.PeerId)]));
        await AtMostAsync(2, async () => (await Service.QueryPeersAsync()).Should().HaveCount(Peers));
    }

    [Fact]
    public async Task Query_WhatAnotherServiceWrote_TakesThreeCalls()
    {
        await using var another = _setup.Another();
        await another.StorePeersAsync(Many);
        await AtMostAsync(3, async () => (await Service.QueryPeersAsync()).Should().HaveCount(Peers));
    }

    private async Task AtMostAsync(int calls, Func<Task> work)
    {
        _store.Clear();
        await work();
        var made = _store.Calls.Select(each => each.Call.Kind).ToList();
        _output.WriteLine($"{made.Count}: {string.Join(", ", made.GroupBy(kind => kind).Select(kind => $"{kind.Count()} {kind.Key}"))}");
        made.Count.Should().BeLessThanOrEqualTo(calls);
    }
}
