using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests;

/// <summary>It looks for somebody to dial when there may be somebody, and else sleeps.</summary>
public sealed class KeeperWakeTests
{
    [Fact]
    public async Task Missing_WhoWaits_IsNotLookedForUntilTheWaitIsOver()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        scene.Connect = (_, _) => throw new IOException();
        scene.Keeper.Accept("b", new FakeConnection());
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1 && scene.Keeper.IsResting);
        var looks = scene.Keeper.Looks;

        scene.Pass(55);
        await KeeperScene.Settle();

        scene.Keeper.Looks.Should().Be(looks, "the first wait is a minute here");
        scene.Pass(10);
        await Eventually.Until(() => scene.Dialled.Count == 2);
    }

    [Fact]
    public async Task Missing_WithNobodyToDial_LooksEveryFiveMinutes()
    {
        await using var scene = new KeeperScene();
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Keeper.IsResting);

        (await LooksInAnHourAsync(scene)).Should().BeInRange(30, 45, "alone it looks every quarter of a minute at first, and rarer and rarer");
        (await LooksInAnHourAsync(scene)).Should().BeInRange(10, 13);
    }

    private static async Task<long> LooksInAnHourAsync(KeeperScene scene)
    {
        var before = scene.Keeper.Looks;
        for (var seconds = 0; seconds < 3600; seconds += 5)
        {
            scene.Pass(5);
            await Eventually.Until(() => scene.Keeper.IsResting);
        }

        return scene.Keeper.Looks - before;
    }

    public static TheoryData<string> Wishes => ["pin", "pinned newcomer", "unblock", "unblacklist"];

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task AtTheTarget_WhomTheAppWantsNow_IsDialledAtOnce(string wish)
    {
        await using var scene = new KeeperScene();
        var peers = scene.Setup.Service;
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.Keeper.IsResting);
        var friend = scene.Setup.Friend("b");
        switch (wish)
        {
            case "unblock":
                await peers.StorePeerAsync(friend with { IsPinned = true });
                await peers.BlockAsync("b");
                break;
            case "unblacklist":
                await peers.StorePeerAsync(friend with { BlacklistUntil = scene.Setup.Now.AddHours(1) });
                break;
            case "pin":
                await peers.StorePeerAsync(friend);
                break;
        }

        await (wish switch
        {
            "pin" => peers.SetPinnedAsync("b", true),
            "pinned newcomer" => peers.StorePeersAsync([friend with { IsPinned = true }]),
            "unblock" => peers.UnblockAsync("b"),
            _ => peers.UpdatePeerAsync("b", peer => peer with { BlacklistUntil = null, IsPinned = true }),
        });

        scene.Pass(15); // The first look was perhaps for the preparation: the next one is an interval later.
        await scene.UntilConnected("a", "b");
    }

    [Theory]
    [InlineData("unblock")]
    [InlineData("unblacklist")]
    [InlineData("store")]
    public async Task BelowTheTarget_WhoMayBeDialledNow_IsDialledAtOnce(string how)
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        var peers = scene.Setup.Service;
        await scene.KnowAsync("a");
        if (how != "store")
            await peers.StorePeerAsync(scene.Setup.Friend("b") with { BlacklistUntil = scene.Setup.Now.AddHours(1) });
        if (how == "unblock")
            await peers.BlockAsync("b");
        scene.Keeper.Start();
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.Keeper.IsResting);

        await (how switch
        {
            "store" => peers.StorePeerAsync(scene.Setup.Friend("b")),
            "unblock" => peers.UnblockAsync("b"),
            _ => peers.UpdatePeerAsync("b", peer => peer with { BlacklistUntil = null }),
        });

        await scene.UntilConnected("a", "b");
    }

    [Fact]
    public async Task Missing_WhoWaits_IsDialledWhereTheAppSaysThatTheNetworkChanged()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        scene.Connect = (_, _) => throw new IOException();
        scene.Keeper.Accept("b", new FakeConnection());
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1 && scene.Keeper.IsResting);

        scene.Setup.Service.NotifyNetworkChanged();

        await Eventually.Until(() => scene.Dialled.Count == 2);
    }

    [Fact]
    public async Task AtTheTarget_WhomSomebodyElsePins_IsFoundWithinFiveMinutes()
    {
        await using var scene = new KeeperScene(around: Wrapper.Around);
        await scene.KnowAsync("b");
        await scene.Setup.Service.BlockAsync("b");
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.Keeper.IsResting);

        await scene.Setup.Service.UnblockAsync("b");
        await scene.Setup.Service.SetPinnedAsync("b", true);
        scene.Pass(305);

        await scene.UntilConnected("a", "b");
    }

    [Fact]
    public async Task AtTheTarget_WhomAnotherServiceOfTheIdentityPins_IsDialledAtOnce()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new TestClock());
        services.AddPeerPersistenceFactory().UseInMemoryStores();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        var kept = factory.Get("alice");
        await kept.StorePeersAsync([PeerData.Create("a"), PeerData.Create("b")]);
        await using var keeper = new ConnectionKeeper(
            kept, (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection()), new() { LocalPeerId = "me", Target = 1 },
            provider.GetRequiredService<TimeProvider>());
        keeper.Start();
        await Eventually.Until(() => keeper.State.Connections.Any(link => link.IsConnected) && keeper.IsResting);

        foreach (var peerId in new[] { "a", "b" })
            await factory.Get("alice").SetPinnedAsync(peerId, true);

        await Eventually.Until(() => ((TestClock)provider.GetRequiredService<TimeProvider>()) is { } clock
            && (keeper.State.Connections.Count(link => link.IsConnected) == 2 || Beat(clock)));

        static bool Beat(TestClock clock)
        {
            clock.Advance(TimeSpan.FromSeconds(5)); // The second look is an interval after the first.
            return false;
        }
    }

    [Fact]
    public async Task AtTheTarget_WhileNothingHappens_LooksAtNothing()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.Keeper is { IsResting: true, State.Unrecorded: 0 });
        await RestAsync(scene, 600); // Once it sees what it wrote itself.
        var looks = scene.Keeper.Looks;

        await RestAsync(scene, 3600);

        scene.Keeper.Looks.Should().Be(looks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AtTheTarget_WhomAnotherProcessPins_IsFoundWithinFiveMinutes(bool tells)
    {
        IKeyValueStore store = tells ? new InMemoryKeyValueStore() : new PlainStore(new());
        await using var scene = new KeeperScene(store: store);
        await scene.KnowAsync("b");
        await scene.Setup.Service.BlockAsync("b");
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await RestAsync(scene, 1200);
        await using var other = new PeerPersistenceService(store, timeProvider: scene.Setup.Time);
        await other.UnblockAsync("b");
        await other.SetPinnedAsync("b", true);

        await RestAsync(scene, 305);

        await scene.UntilConnected("a", "b");
    }

    [Fact]
    public async Task AtTheTarget_WhomAnotherProcessPinsInAStoreThatTells_IsDialledAtOnce()
    {
        var store = new TellingStore(new());
        await using var scene = new KeeperScene(store: store);
        await scene.KnowAsync("b");
        await scene.Setup.Service.BlockAsync("b");
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await RestAsync(scene, 60);
        await using var other = new PeerPersistenceService(store, timeProvider: scene.Setup.Time);
        await other.UnblockAsync("b");
        await other.SetPinnedAsync("b", true);

        store.Tell();

        await scene.UntilConnected("a", "b");
        await scene.Keeper.StopAsync();
        await Eventually.Until(() => !store.HasListeners);
    }

    [Fact]
    public async Task Start_OnAStoreThatFailsForAWhile_DialsOnceItWorks()
    {
        var store = new FailingStore();
        await using var scene = new KeeperScene(store: store);
        await scene.KnowAsync("a");
        await scene.Setup.Service.QueryPeersAsync();
        await scene.Setup.Service.StorePeerAsync(scene.Setup.Friend("b")); // The next look reads.
        store.Fails = true;
        scene.Keeper.Start();
        await RestAsync(scene, 600);
        scene.Dialled.Should().BeEmpty();

        store.Fails = false;
        await RestAsync(scene, 20);

        await Eventually.Until(() => scene.Connected.Count == 1);
    }

    [Fact]
    public async Task BelowTheTarget_WhoseBlacklistingEnds_IsDialledThen()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        await scene.Setup.Service.StorePeerAsync(scene.Setup.Friend("b") with { BlacklistUntil = scene.Setup.Now.AddSeconds(100) });
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await RestAsync(scene, 95);
        scene.Dialled.Should().Equal("a");

        await RestAsync(scene, 15);

        await scene.UntilConnected("a", "b");
    }

    private static async Task RestAsync(KeeperScene scene, int seconds)
    {
        await Eventually.Until(() => scene.Keeper.IsResting);
        for (var passed = 0; passed < seconds; passed += 5)
        {
            scene.Pass(5);
            await Eventually.Until(() => scene.Keeper.IsResting);
        }
    }

    /// <summary>A store that tells its state, and for a while gives nothing else.</summary>
    private sealed class FailingStore() : DelegatingKeyValueStore(new InMemoryKeyValueStore())
    {
        public bool Fails { get; set; }

        public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.GetAsync(key, cancellationToken);

        public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
            IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.GetManyAsync(keys, cancellationToken);

        public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.ScanAsync(prefix, cancellationToken);
    }

    /// <summary>A store that can only be scanned.</summary>
    private sealed class PlainStore(InMemoryKeyValueStore inner) : IKeyValueStore
    {
        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) =>
            inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken) =>
            inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken) =>
            inner.CommitAsync(batch, cancellationToken);
    }

    /// <summary>A store that says when somebody else wrote.</summary>
    private sealed class TellingStore(InMemoryKeyValueStore inner) : IKeyValueStore, IChangeSignal
    {
        public event Action? Changed;

        public bool HasListeners => Changed is not null;

        public void Tell() => Changed?.Invoke();

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) =>
            inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken) =>
            inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken) =>
            inner.CommitAsync(batch, cancellationToken);
    }

#pragma warning disable CA1852 // The proxy is a class made from it.
    /// <summary>An app's own service around ours: it tells nobody what it writes.</summary>
    internal class Wrapper : DispatchProxy
#pragma warning restore CA1852
    {
        private IPeerPersistenceService _inner = null!;

        public static IPeerPersistenceService Around(IPeerPersistenceService inner)
        {
            var outer = Create<IPeerPersistenceService, Wrapper>();
            ((Wrapper)(object)outer)._inner = inner;
            return outer;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Invoke(_inner, args);
    }
}
