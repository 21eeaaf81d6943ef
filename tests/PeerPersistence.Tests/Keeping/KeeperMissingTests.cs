namespace PeerPersistence.Tests;

public sealed class KeeperMissingTests
{
    [Fact]
    public async Task Missing_AfterAFailedTry_WaitsUntilItsBackoffIsOver()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);

        scene.Keeper.Start();

        var missing = await MissingAsync(scene, peer => peer.Until is not null);
        missing.Reason.Should().Be(MissingReason.Waiting);
        missing.Until.Should().BeAfter(scene.Setup.Now).And.BeOnOrBefore(scene.Setup.Now.AddMinutes(1), "the first wait is at most a minute");
    }

    [Fact]
    public async Task Missing_ABlockedPin_SaysSo()
    {
        await using var scene = new KeeperScene();
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        await scene.Setup.Service.UpdatePeerAsync("a", peer => peer with { BlacklistUntil = scene.Setup.Now.AddHours(1) });

        scene.Keeper.Start();

        (await MissingAsync(scene, _ => true)).Should().Be(new MissingPeer("a", MissingReason.Blocked, scene.Setup.Now.AddHours(1)));
        scene.Dialled.Should().BeEmpty();
    }

    [Fact]
    public async Task Missing_WhomTheUserDisconnected_SaysSoUntilItIsAskedFor()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");

        await scene.Keeper.DisconnectAsync("a");

        (await MissingAsync(scene, _ => true)).Should().Be(new MissingPeer("a", MissingReason.Disconnected));
        await scene.Keeper.ConnectNowAsync("a");
        scene.Keeper.State.Missing.Should().BeEmpty();
    }

    [Fact]
    public async Task Missing_StrangersWhomTheUserDisconnected_AreForgottenAndTheOthersAreNot()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        for (var caller = 0; caller < 20; caller++)
        {
            scene.Keeper.Accept($"stranger {caller}", new FakeConnection());
            await scene.Keeper.DisconnectAsync($"stranger {caller}");
        }

        await scene.Keeper.DisconnectAsync("a");

        await Eventually.Until(() => scene.Keeper.State.Missing.Count == 1);
        scene.Keeper.State.Missing.Should().Equal(new MissingPeer("a", MissingReason.Disconnected));
    }

    [Fact]
    public async Task Missing_WhoIsForgotten_IsMissedNoLonger()
    {
        await using var scene = new KeeperScene();
        var connection = new FakeConnection();
        scene.Connect = (_, _) => scene.Dialled.Count == 1 ? Task.FromResult<IPeerConnection>(connection) : throw new IOException();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        connection.End();
        await MissingAsync(scene, _ => true);

        await scene.Setup.Service.RemovePeerAsync("a");

        await scene.PassUntil(() => scene.Keeper.State.Missing.Count == 0);
    }

    [Fact]
    public async Task Start_WithACrowd_DialsTheUnlikelyTooHoweverLongTheOthersTake()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        var longAgo = scene.Setup.Now.AddDays(-60);
        var crowd = Enumerable.Range(0, 60).Select(number => PeerData.Create($"gone-{number}", longAgo)).ToList();
        await scene.Setup.Service.StorePeersAsync([.. crowd, PeerData.Create("unlikely", longAgo), scene.Setup.Friend("here")]);
        for (var failure = 0; failure < 3; failure++)
            await scene.Setup.Service.RecordFailedAttemptAsync("unlikely");
        scene.Connect = (_, _) =>
        {
            scene.Pass(5);
            _ = scene.Keeper.ConnectNowAsync("nobody", CancellationToken.None); // Whatever else happens makes it look anew.
            throw new IOException();
        };
        scene.Keeper.Accept("here", new FakeConnection());
        var began = scene.Setup.Now;
        scene.Keeper.Start();

        await Eventually.Until(() => scene.Dialled.Contains("unlikely") || scene.Keeper.IsResting);

        scene.Dialled.Should().Contain("unlikely", "after a start each has a turn");
        (scene.Setup.Now - began).Should().BeGreaterThan(TimeSpan.FromMinutes(2), "or the crowd was too small to show it");
    }

    [Fact]
    public async Task NewAddress_WhileATryHangs_IsTriedAtOnce()
    {
        await using var scene = new KeeperScene(options => options.AttemptTimeout = TimeSpan.FromHours(1));
        scene.Connect = Hanging(scene);
        await scene.KnowAsync("a", "b");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        scene.Keeper.Accept("b", new FakeConnection());
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Dialled.Count == 1);

        await MoveAsync(scene, "a");

        await scene.UntilConnected("a", "b");

        scene.Dialled.Should().HaveCount(2);
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0, "the old address is nobody's fault");
    }

    [Fact]
    public async Task NewAddress_AfterAStoreThatCouldNotBeScanned_IsTriedAtOnce()
    {
        var store = new UnscannableStore();
        await using var scene = new KeeperScene(store: store);
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a", "b");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        await scene.Setup.Service.QueryPeersAsync();
        scene.Keeper.Accept("b", new FakeConnection());
        store.Fails = true;
        scene.Keeper.Start();
        await MissingAsync(scene, peer => peer.PeerId == "a");
        store.Fails = false;
        var before = store.Scans;
        for (var beat = 0; beat < 1000 && store.Scans == before; beat++)
        {
            scene.Pass(5);
            await KeeperScene.Settle();
        }

        store.Scans.Should().BeGreaterThan(before, "it follows the addresses again");
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());
        for (var port = 0; port < 1000 && scene.Connected.Count < 2; port++)
        {
            await MoveAsync(scene, "a", port);
            await KeeperScene.Settle();
        }

        await scene.UntilConnected("a", "b");
    }

    [Fact]
    public async Task NewAddresses_NamedWithoutEnd_AreNotDialledWithoutEnd()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        scene.Keeper.Start();
        await MissingAsync(scene, peer => peer.Until is not null);
        var before = scene.Dialled.Count;

        for (var named = 0; named < 50; named++)
        {
            await MoveAsync(scene, "a", named);
            await Task.Yield();
        }

        await KeeperScene.Settle();
        scene.Dialled.Count.Should().BeInRange(before, before + 2);
    }

    [Fact]
    public async Task Newcomer_StoredWhileNobodyIsKnown_IsDialledAtOnce()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync();
        await Eventually.Until(() => scene.Keeper.State.Status == KeeperStatus.Running && scene.Setup.Time.ActiveTimers > 0);
        await KeeperScene.Settle();

        await scene.KnowAsync("a");

        await scene.UntilConnected("a");
        scene.Keeper.Find("a").Should().BeOfType<FakeConnection>();
        scene.Keeper.Find("b").Should().BeNull();
    }

    [Fact]
    public async Task ConnectNow_OfOne_LeavesTheBackoffOfOthers()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a", "b");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        await scene.Setup.Service.SetPinnedAsync("b", true);
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Keeper.State.Missing.Count(peer => peer.Until is not null) == 2);

        (await scene.Keeper.ConnectNowAsync("a")).Should().BeFalse();

        var round = await scene.Setup.Service.ReconnectAsync((_, _) => Task.FromResult(true), new() { Background = true });
        round.Waiting.Select(wait => wait.PeerId).Should().Contain("b");
    }

    [Fact]
    public async Task Start_WithManyPinned_NeverDialsMoreAtOnceThanSet()
    {
        await using var scene = new KeeperScene(options => options.Target = 5);
        var ids = Enumerable.Range(0, 30).Select(i => $"p{i:00}").ToArray();
        scene.Connect = async (_, _) =>
        {
            await Task.Yield();
            return new FakeConnection();
        };
        await scene.KnowAsync(ids);
        foreach (var id in ids)
            await scene.Setup.Service.SetPinnedAsync(id, true);

        scene.Keeper.Start();

        await scene.UntilConnected(ids);
        scene.MostDialled.Should().BeInRange(1, 3);
    }

    private static async Task<MissingPeer> MissingAsync(KeeperScene scene, Func<MissingPeer, bool> condition)
    {
        // Of one and the same state: in the next one it may be dialled, and is missing no longer.
        MissingPeer? missing = null;
        await Eventually.Until(() => (missing = scene.Keeper.State.Missing.SingleOrDefault(condition)) is not null);
        return missing!;
    }

    private static Task<bool> MoveAsync(KeeperScene scene, string peerId, int port = 0) => scene.Setup.Service.UpdatePeerAsync(
        peerId, peer => peer with { CachedCandidates = [new($"192.0.2.7:{4000 + port}")] });

    private static Func<string, CancellationToken, Task<IPeerConnection>> Hanging(KeeperScene scene) => (_, _) =>
        scene.Dialled.Count == 1
            ? new TaskCompletionSource<IPeerConnection>().Task
            : Task.FromResult<IPeerConnection>(new FakeConnection());

    private sealed class UnscannableStore() : DelegatingKeyValueStore(new InMemoryKeyValueStore())
    {
        private int _scans;

        public bool Fails { get; set; }

        public int Scans => _scans;

        public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, CancellationToken cancellationToken = default)
        {
            if (Fails)
                throw new IOException();
            Interlocked.Increment(ref _scans);
            return base.ScanAsync(prefix, cancellationToken);
        }
    }
}
