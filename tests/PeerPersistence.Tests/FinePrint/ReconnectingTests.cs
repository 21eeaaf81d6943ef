namespace PeerPersistence.Tests.FinePrint;

public sealed class ReconnectingTests
{
    [Theory, OnEveryStore]
    public async Task Reconnect_SomeFailAndOneAnswers_RecordsFailuresAtTheEndAndEachOnce(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 3);
        List<int> attemptsSeenMeanwhile = [];

        var result = await scene.Service.ReconnectAsync(async (peer, token) =>
        {
            attemptsSeenMeanwhile.Add((await scene.Service.QueryPeersAsync(cancellationToken: token)).Sum(p => p.ReconnectionAttempts));
            return peer.PeerId == "friend-2";
        }, new() { MaxParallelism = 1 });

        attemptsSeenMeanwhile.Should().Equal(0, 0, 0);
        (result.OwnOutage, string.Join(' ', result.Failed), string.Join(' ', result.Connected)).Should().Be((false, "friend-0 friend-1", "friend-2"));
        (await scene.Service.QueryPeersAsync()).OrderBy(peer => peer.PeerId, StringComparer.Ordinal).Select(peer => (peer.ReconnectionAttempts, peer.ConnectionQuality.TotalConnections))
            .Should().Equal((1, 1), (1, 1), (0, 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconnect_NobodyAnswers_IsOurOwnOutageOnlyWhereTheNetworkIsDown(bool isDown)
    {
        await using var scene = await WithFriendsAsync(StoreKind.File, 2);
        scene.Network.IsDown = isDown;

        var result = await scene.Service.ReconnectAsync((_, _) => Task.FromResult(false));

        result.OwnOutage.Should().Be(isDown);
        result.Failed.Should().HaveCount(2);
        (await scene.Service.QueryPeersAsync()).Should().OnlyContain(peer => peer.ReconnectionAttempts == (isDown ? 0 : 1));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(11, false)]
    public async Task Reconnect_FriendsThatWorkedAMomentAgoFailTogether_IsOurOwnOutage(int minutesAgo, bool outage)
    {
        await using var scene = await WithFriendsAsync(StoreKind.Memory, 2);
        for (var day = 0; day < 20; day++)
        {
            scene.Clock.Advance(TimeSpan.FromDays(1));
            await scene.Service.RecordConnectedAsync("friend-0");
            await scene.Service.RecordConnectedAsync("friend-1");
        }

        scene.Clock.Advance(TimeSpan.FromMinutes(minutesAgo));

        (await scene.Service.ReconnectAsync((_, _) => Task.FromResult(false))).OwnOutage.Should().Be(outage);
    }

    [Fact]
    public async Task Reconnect_ACrowdOfStrangersFails_IsBlamed()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 10).Select(i => setup.Stranger($"stranger-{i}")));
        foreach (var id in await setup.Service.GetAllPeerIdsAsync())
            await setup.Service.RecordConnectedAsync(id, inbound: true);

        var result = await setup.Service.ReconnectAsync((_, _) => Task.FromResult(false));

        result.OwnOutage.Should().BeFalse();
        (await setup.Service.QueryPeersAsync()).Should().OnlyContain(peer => peer.ReconnectionAttempts == 1);
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_CallbackBreaksInAnyWay_IsAFailedTry(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 6);

        var result = await scene.Service.ReconnectAsync(
            (peer, _) => peer.PeerId switch
            {
                "friend-0" => throw new InvalidOperationException("before its first await"),
                "friend-1" => Task.FromException<bool>(new OperationCanceledException("its own")),
                "friend-2" => Task.FromCanceled<bool>(new CancellationToken(true)),
                "friend-3" => null!,
                "friend-4" => Task.FromException<bool>(new StoreFullException("not ours")),
                _ => Task.FromResult(true),
            }, new() { MaxParallelism = 1 });

        result.Failed.Should().Equal("friend-0", "friend-1", "friend-2", "friend-3", "friend-4");
        result.Connected.Should().Equal("friend-5");
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_CallbackIgnoresItsToken_IsAbandonedAtTheTimeOut(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 1);
        await scene.Service.RecordConnectedAsync("friend-0");
        var never = new TaskCompletionSource<bool>();
        var called = new TaskCompletionSource();

        var running = scene.Service.ReconnectAsync((_, _) =>
        {
            called.SetResult();
            return never.Task;
        }, new() { AttemptTimeout = TimeSpan.FromSeconds(10) });
        await called.Task;
        scene.Clock.Advance(TimeSpan.FromMilliseconds(9999));
        running.IsCompleted.Should().BeFalse();
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var result = await running;
        (result.Failed.Single(), result.Duration).Should().Be(("friend-0", TimeSpan.FromSeconds(10)));
        never.SetResult(true);
        (await scene.GetAsync("friend-0")).ReconnectionAttempts.Should().Be(1);
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_Cancelled_ThrowsAndBlamesNobody(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 3);
        await scene.Service.RecordConnectedAsync("friend-0");
        var before = await scene.DumpAsync();
        using var source = new CancellationTokenSource();

        var reconnect = () => scene.Service.ReconnectAsync(async (_, token) =>
        {
            await source.CancelAsync();
            token.ThrowIfCancellationRequested();
            return true;
        }, cancellationToken: source.Token);

        await reconnect.Should().ThrowAsync<OperationCanceledException>();
        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_PassesOverTheBlacklistedAndTheExcluded(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 4);
        await scene.Service.UpdatePeerAsync("friend-0", peer => peer with { BlacklistUntil = scene.Now.AddHours(1) });
        List<string> tried = [];

        var result = await scene.Service.ReconnectAsync((peer, _) =>
        {
            tried.Add(peer.PeerId);
            return Task.FromResult(true);
        }, new() { TargetConnections = 9, Query = new() { ExcludePeerIds = ["friend-1"], Limit = 1 } });

        tried.Should().Equal("friend-2");
        result.PassedOver.Should().Be(new PassedOver { Blacklisted = 1, Excluded = 1, BeyondLimit = 1 });
    }

    [Theory, OnEveryStore]
    public async Task Reconnect_PeerRemovedMeanwhile_TakesNobodyAlong(StoreKind kind)
    {
        await using var scene = await WithFriendsAsync(kind, 3);

        var result = await scene.Service.ReconnectAsync(async (peer, token) => await scene.Service.RemovePeerAsync(peer.PeerId, token) && peer.PeerId != "friend-1",
            new() { MaxParallelism = 1, TargetConnections = 2 });

        result.Connected.Should().Equal("friend-0", "friend-2");
        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEmpty("recording brings nobody back");
    }

    [Fact]
    public async Task Reconnect_TheCallbackIsBrokenRoundAfterRound_BlacklistsNobody()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("friend"), setup.Stranger("stranger")]);

        for (var round = 0; round < 6; round++)
        {
            var result = await setup.Service.ReconnectAsync((_, _) => throw new InvalidOperationException("192.0.2.1"));
            result.Errors.Select(error => error.PeerId).Should().BeEquivalentTo("friend", "stranger");
        }

        (await setup.Service.GetPeerAsync("stranger"))!.ReconnectionAttempts.Should().Be(0);
        setup.Logger.Entries.Where(entry => entry.Id.Id == 401).Should().HaveCount(6)
            .And.OnlyContain(entry => !entry.Text.Contains("192.0.2.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Testing.StoreFault.Fail)]
    [InlineData(Testing.StoreFault.Conflict)]
    public async Task Reconnect_TheStoreRefusesWhatHappened_ReturnsTheResult(Testing.StoreFault fault)
    {
        var fails = false;
        var store = new Testing.FaultyKeyValueStore(
            new InMemoryKeyValueStore(), call => fails && call.Kind == Testing.StoreCallKind.Commit ? fault : Testing.StoreFault.None);
        await using var setup = new Setup(store: store);
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b"), setup.Friend("c")]);
        fails = true;

        var result = await setup.Service.ReconnectAsync((peer, _) => Task.FromResult(peer.PeerId != "b"), new() { TargetConnections = 3 });

        result.Connected.Should().BeEquivalentTo("a", "c");
        result.Failed.Should().Equal("b");
        result.RecordingErrors.Select(error => error.PeerId).Should().BeEquivalentTo("a", "b", "c");
        fails = false;
        (await setup.Service.ReconnectAsync((_, _) => Task.FromResult(true))).RecordingErrors.Should().BeEmpty();
    }

    private static async Task<Scene> WithFriendsAsync(StoreKind kind, int count)
    {
        var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync(Enumerable.Range(0, count).Select(i => scene.Friend($"friend-{i}")));
        scene.Clock.Advance(TimeSpan.FromHours(1));
        return scene;
    }
}
