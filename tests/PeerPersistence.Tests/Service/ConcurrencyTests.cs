namespace PeerPersistence.Tests.Service;

public sealed class ConcurrencyTests
{
    public static TheoryData<bool> Kinds => new() { true, false };

    private static Setup New(bool tracking) => new(store: tracking ? new InMemoryKeyValueStore() : new PlainStore(new InMemoryKeyValueStore()));

    [Theory, MemberData(nameof(Kinds))]
    public async Task StorePeer_FiftyAtOnce_AllLand(bool tracking)
    {
        await using var setup = New(tracking);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => setup.Service.StorePeerAsync(setup.Friend($"peer-{i:00}") with { SharedSecret = $"secret {i}" }))));

        (await setup.Service.GetAllPeerIdsAsync()).Order().Should().Equal(Enumerable.Range(0, 50).Select(i => $"peer-{i:00}"));
        (await setup.Service.QueryPeersAsync()).Should().OnlyContain(peer => peer.SecretStatus == SecretStatus.Available);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task IncrementReconnectionAttempts_HundredAtOnceByTwoServices_CountsEveryOne(bool tracking)
    {
        await using var setup = New(tracking);
        await using var other = setup.Another();
        await setup.Service.StorePeerAsync(setup.Friend("alice"));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => (i % 2 == 0 ? setup.Service : other).IncrementReconnectionAttemptsAsync("alice"))));

        (await setup.Service.GetPeerAsync("alice"))!.ReconnectionAttempts.Should().Be(100);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task TwoServices_OneAddsChangesRemoves_TheOtherSeesIt(bool tracking)
    {
        await using var setup = New(tracking);
        await using var other = setup.Another();
        await other.InitializeAsync();
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b")]);

        (await other.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "b");
        await other.StorePeerAsync(setup.Friend("c"));
        setup.Time.Advance(TimeSpan.FromMinutes(1));
        await setup.Service.UpdateLastSeenAsync("b");
        (await other.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("b", "a", "c");
        await setup.Service.RemovePeerAsync("a");
        (await other.GetAllPeerIdsAsync()).Should().Equal("b", "c");
        (await other.GetStorageStatsAsync()).PeerCount.Should().Be(2);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task TwoServices_OneRemovedWhatTheOtherStoresAgain_TheIndexListsIt(bool tracking)
    {
        await using var setup = New(tracking);
        await using var other = setup.Another();
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b")]);
        await other.RemovePeerAsync("a");

        await setup.Service.StorePeerAsync(setup.Friend("a"));

        (await other.GetAllPeerIdsAsync()).Should().Equal("b", "a");
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task TwoServices_StoreIntoTheSameFullPlace_NeverExceedIt(bool tracking)
    {
        await using var setup = New(tracking);
        setup.Options.MaxPeers = 10;
        await using var one = setup.Another();
        await using var two = setup.Another();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).StorePeerAsync(setup.Friend($"peer-{i}")))));

        (await one.GetAllPeerIdsAsync()).Should().HaveCount(10);
        (await setup.Store.DumpAsync()).Keys.Count(key => key.StartsWith("mesh:peer:", StringComparison.Ordinal)).Should().Be(10);
    }

    [Fact]
    public async Task FirstSecrets_OfTwoServicesAtOnce_OpenInBoth()
    {
        await using var setup = new Setup();
        await using var other = setup.Another();
        await Task.WhenAll(
            Task.Run(() => setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "one" })),
            Task.Run(() => other.StorePeerAsync(setup.Friend("b") with { SharedSecret = "two" })));

        await using var third = setup.Another();
        (await third.QueryPeersAsync()).Select(peer => peer.SharedSecret).Should().Equal("one", "two");
    }

    [Fact]
    public async Task Initialize_ManyAtOnce_ScansOnce()
    {
        var store = new CommitCounter(new InMemoryKeyValueStore());
        await using var setup = new Setup(store: store);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => setup.Service.GetAllPeerIdsAsync())));

        store.Scans.Should().Be(1);
    }
}
