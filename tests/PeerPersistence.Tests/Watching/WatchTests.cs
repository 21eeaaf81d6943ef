using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Watching;

public sealed class WatchTests
{
    [Theory, OnEveryStore]
    public async Task Watch_StoreUpdateRemove_TellsEachWithOldAndNew(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(Named(scene, "a", "A"));
        await using var watch = new WatchReader(scene.Service);

        await scene.Service.StorePeerAsync(Named(scene, "b", "B"));
        (await watch.NextAsync()).Should().Be("Added b: - > B");
        await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "AA" });
        (await watch.NextAsync()).Should().Be("Updated a: A > AA");
        await scene.Service.RemovePeerAsync("a");
        (await watch.NextAsync()).Should().Be("Removed a: AA > -");
    }

    [Theory, OnEveryStore]
    public async Task Watch_BegunBeforeTheServiceIsOpen_MissesNothing(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([Named(scene, "a", "A"), Named(scene, "b", "B")]);
        await scene.RestartAsync();
        await using var watch = new WatchReader(scene.Service);

        await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "AA" });
        (await watch.NextAsync()).Should().Be("Updated a: A > AA");
    }

    [Theory, OnEveryStore]
    public async Task Watch_ClearAllAtOnce_TellsEveryRemoval(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([Named(scene, "a", "A"), Named(scene, "b", "B")]);
        await using var watch = new WatchReader(scene.Service);

        await scene.Service.ClearAllAsync();

        new[] { await watch.NextAsync(), await watch.NextAsync() }.Should().BeEquivalentTo("Removed a: A > -", "Removed b: B > -");
    }

    [Fact]
    public async Task Watch_EvictionCleanupAndImport_AreRemovalsAndAdditions()
    {
        await using var setup = new Setup(options => options.MaxPeers = 2);
        await setup.Service.StorePeersAsync([setup.Stranger("old"), setup.Friend("friend") with { IsPinned = true }]);
        setup.Time.Advance(TimeSpan.FromDays(2));
        await using var watch = new WatchReader(setup.Service);

        await setup.Service.StorePeerAsync(setup.Friend("new"));
        (await TwoAsync(watch)).Should().BeEquivalentTo("Removed old: Unknown > -", "Added new: - > Unknown");

        setup.Time.Advance(TimeSpan.FromDays(40));
        await setup.Service.CleanupStalePeersAsync();
        (await watch.NextAsync()).Should().Be("Removed new: Unknown > -");

        await setup.Service.ImportDataAsync(new() { Peers = [setup.Friend("moved")] });
        (await watch.NextAsync()).Should().Be("Added moved: - > Unknown");
    }

    [Theory, OnEveryStore]
    public async Task Watch_OthersWrite_IsToldAtTheNextLook(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.WatchInterval = TimeSpan.FromMinutes(1));
        await using var other = scene.Another();
        await scene.Service.StorePeersAsync([Named(scene, "a", "A"), Named(scene, "b", "B")]);
        await using var watch = new WatchReader(scene.Service);
        await Eventually.Until(() => scene.Clock.ActiveTimers == 1);

        await other.UpdatePeerAsync("a", peer => peer with { DisplayName = "AA" });
        await other.RemovePeerAsync("b");
        watch.HasNext.Should().BeFalse();
        scene.Clock.Advance(TimeSpan.FromMinutes(1));

        (await TwoAsync(watch)).Should().BeEquivalentTo("Updated a: A > AA", "Removed b: B > -");
    }

    [Fact]
    public async Task Watch_OwnWritesWithoutEnd_StillLooksAtWhatOthersWrote()
    {
        await using var setup = new Setup(options => options.WatchInterval = TimeSpan.FromMinutes(1));
        await using var other = setup.Another();
        await using var watch = new WatchReader(setup.Service);
        await Eventually.Until(() => setup.Time.ActiveTimers == 1);
        await other.StorePeerAsync(setup.Friend("foreign"));

        for (var i = 0; i < 3; i++)
        {
            setup.Time.Advance(TimeSpan.FromSeconds(20));
            await setup.Service.StorePeerAsync(setup.Friend("own") with { DisplayName = $"{i}" });
            await Eventually.Until(() => watch.HasNext);
            var told = await watch.NextAsync();
            if (told.StartsWith("Added foreign", StringComparison.Ordinal))
                return;
        }

        (await watch.NextAsync()).Should().StartWith("Added foreign");
    }

    [Fact]
    public async Task Watch_IntervalOfZero_NeverLooks()
    {
        await using var setup = new Setup(options => options.WatchInterval = TimeSpan.Zero);
        await using var watch = new WatchReader(setup.Service);
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        await watch.NextAsync();

        setup.Time.ActiveTimers.Should().Be(0);
    }

    [Theory, OnEveryStore]
    public async Task Watch_SlowReader_GetsOneStepAPeerAndWritersGoOn(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(Named(scene, "a", "0"));
        await using var watch = new WatchReader(scene.Service);
        await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "1" });
        await watch.ReadAsync();

        for (var i = 2; i < 50; i++)
            await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = $"{i}" });
        await scene.Service.StorePeerAsync(Named(scene, "gone", "G"));
        await scene.Service.RemovePeerAsync("gone");
        await scene.Service.StorePeerAsync(Named(scene, "b", "B"));
        watch.Resume();

        (await watch.NextAsync()).Should().Be("Updated a: 1 > 49");
        (await watch.NextAsync()).Should().Be("Added b: - > B");
    }

    [Fact]
    public async Task Watch_ReaderSlowerThanThousandsOfPeers_MissesNobodyWhoIsThere()
    {
        const int Peers = PendingChanges.Capacity + 100;
        await using var setup = new Setup(options => options.MaxPeers = Peers + 1);
        await using var watch = new WatchReader(setup.Service);
        await setup.Service.StorePeerAsync(setup.Friend("first"));
        await watch.ReadAsync();

        await setup.Service.StorePeersAsync(Enumerable.Range(0, Peers).Select(i => setup.Friend($"{i}")));
        watch.Resume();

        var told = new HashSet<string>();
        while (told.Count < Peers)
            told.Add(await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_SeveralWritersOfOnePeer_EveryChangeGoesOnFromTheLast()
    {
        await using var setup = new Setup();
        await using var other = setup.Another();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { DisplayName = "start" });
        await using var watch = new WatchReader(setup.Service);
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await (i % 2 == 0 ? setup.Service : other).UpdatePeerAsync("a", peer => peer with { DisplayName = $"{writer}.{i}" });
        })).ToList();
        await Task.WhenAll(writers);
        await setup.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "end" });

        var (last, change) = ("start", await watch.ReadAsync());
        while (true)
        {
            change.Old!.DisplayName.Should().Be(last);
            last = change.New!.DisplayName;
            if (last == "end")
                return;
            watch.Resume();
            change = await watch.ReadAsync();
        }
    }

    [Fact]
    public async Task Watch_SecretThatCannotBeOpened_SaysSo()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "secret" });
        await using var locked = setup.Another(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        await using var watch = new WatchReader(locked);

        await locked.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" });

        var change = await watch.ReadAsync();
        (change.New!.SecretStatus, change.New.SharedSecret, change.New.DisplayName).Should().Be((SecretStatus.KeyUnavailable, null, "A"));
        change.Old!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public async Task Watch_SecretStored_IsThereOnlyAfterwards()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        await using var watch = new WatchReader(setup.Service);

        await setup.Service.UpdatePeerAsync("a", peer => peer with { SharedSecret = "secret" });

        var change = await watch.ReadAsync();
        (change.Old!.SharedSecret, change.New!.SharedSecret).Should().Be((null, "secret"));
        change.ToString().Should().NotContain("secret\"").And.NotContain("= secret");
    }

    [Fact]
    public async Task Watch_RecordDamagedAndHealed_GoesAndComes()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        await using var watch = new WatchReader(setup.Service);
        await Eventually.Until(() => setup.Time.ActiveTimers == 1);

        await setup.Store.SetTextAsync("mesh:peer:a", "{");
        setup.Time.Advance(setup.Options.WatchInterval);
        (await watch.NextAsync()).Should().Be("Removed a: Unknown > -");
        await setup.Service.StorePeerAsync(setup.Friend("a") with { DisplayName = "again" });
        (await watch.NextAsync()).Should().Be("Added a: - > again");
    }

    [Fact]
    public async Task Watch_ServiceDisposed_EndsWithThat()
    {
        await using var setup = new Setup();
        await setup.Service.InitializeAsync();
        var waiting = setup.Service.WatchAsync().GetAsyncEnumerator();
        var next = waiting.MoveNextAsync().AsTask();

        await setup.Service.DisposeAsync();

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<ObjectDisposedException>();
        await waiting.DisposeAsync();
    }

    [Fact]
    public async Task Watch_Cancelled_ThrowsWithItsToken()
    {
        await using var setup = new Setup();
        using var source = new CancellationTokenSource();
        var changes = setup.Service.WatchAsync(source.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = changes.MoveNextAsync().AsTask();
        await Eventually.Until(() => setup.Time.ActiveTimers == 1);

        await source.CancelAsync();

        (await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(source.Token);
        setup.Time.ActiveTimers.Should().Be(0);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Watch_TwoReaders_BothAreTold()
    {
        await using var setup = new Setup();
        await using var one = new WatchReader(setup.Service);
        await using var two = new WatchReader(setup.Service);

        await setup.Service.StorePeerAsync(setup.Friend("a"));

        (await one.NextAsync()).Should().Be(await two.NextAsync()).And.Be("Added a: - > Unknown");
    }

    [Fact]
    public async Task Watch_Over_CostsWritersNothingMore()
    {
        (await CostAsync(watched: true)).Should().Be(await CostAsync(watched: false));

        static async Task<(int Reads, int Scans)> CostAsync(bool watched)
        {
            var store = new CommitCounter(new InMemoryKeyValueStore());
            await using var setup = new Setup(store: store);
            await setup.Service.InitializeAsync();
            if (watched)
            {
                await using var watch = new WatchReader(setup.Service);
                await Eventually.Until(() => setup.Time.ActiveTimers == 1);
            }

            var (reads, scans) = (store.Reads, store.Scans);
            await setup.Service.StorePeerAsync(setup.Friend("a"));
            setup.Time.Advance(TimeSpan.FromHours(1));
            return (store.Reads - reads, store.Scans - scans);
        }
    }

    private static PeerData Named(Scene scene, string peerId, string name) => scene.Friend(peerId) with { DisplayName = name };

    private static async Task<string[]> TwoAsync(WatchReader watch) => [await watch.NextAsync(), await watch.NextAsync()];
}
