using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>Time in which nobody listened, and clocks that are wrong, cost no friend; our own tries in vain do.</summary>
public sealed class TimeTests
{
    [Theory]
    [InlineData(StoreKind.Memory, 35), InlineData(StoreKind.File, 35), InlineData(StoreKind.Plain, 35), InlineData(StoreKind.Memory, 4000)]
    public async Task Maintain_AfterTheAppWasClosed_FriendsAreAllThere(StoreKind kind, int days)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var friends = await Friends.MakeAsync(scene, 5, days: 3, withSecrets: true);
        await scene.Service.StorePeersAsync([scene.Stranger("stranger"), scene.Friend("new friend") with { SharedSecret = "s" }]);
        scene.Clock.Advance(TimeSpan.FromDays(days));
        await scene.RestartAsync();

        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue("the last one is long ago");
        (await scene.Service.MaintainAsync()).Removed.Should().Be(0, "nothing was heard since");
        await scene.Service.RecordConnectedAsync("friend-000");
        (await scene.Service.MaintainAsync()).Removed.Should().Be(1);
        await scene.Service.CleanupStalePeersAsync();

        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo([.. friends, "new friend"]);
        (await scene.GetAsync("friend-004")).SharedSecret.Should().Be("of friend-004");
    }

    [Theory]
    [InlineData("connected"), InlineData("seen"), InlineData("gossip"), InlineData("stored"), InlineData("measured")]
    public async Task Cleanup_SomethingHeardSinceTheOpening_TakesStrangersByTheCalendar(string heard)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeersAsync([scene.Stranger("gone"), scene.Stranger("here")]);
        scene.Clock.Advance(TimeSpan.FromDays(31));
        await scene.RestartAsync();
        await scene.Service.RecordFailedAttemptAsync("gone");
        await scene.Service.ObserveMeshAsync(["unknown"]);
        (await scene.Service.CleanupStalePeersAsync()).Should().Be(0, "nothing was heard yet");

        await (heard switch
        {
            "connected" => scene.Service.RecordConnectedAsync("here"),
            "seen" => scene.Service.UpdateLastSeenAsync("here"),
            "gossip" => scene.Service.ObserveMeshAsync(["here"]),
            "measured" => scene.Service.UpdateConnectionQualityAsync("here", new() { Latency = TimeSpan.FromMilliseconds(9) }),
            _ => scene.Service.StorePeerAsync(scene.Friend("here")),
        });

        (await scene.Service.CleanupStalePeersAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(31), InlineData(7 * 1024), InlineData(365 * 98), InlineData(-20_000)]
    public async Task Start_WithAWrongClock_CostsNoFriend(int daysWrong)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.File);
        var friends = await Friends.MakeAsync(scene, 5, days: 3);
        for (var day = 0; day < 6; day++)
        {
            await scene.Service.RecordFailedAttemptAsync("friend-004");
            await scene.Service.RecordConnectedAsync("friend-000");
            scene.Clock.Advance(TimeSpan.FromDays(1));
        }

        var now = scene.Now;
        scene.Clock.SetUtcNow(daysWrong < 0 ? DateTimeOffset.UnixEpoch.AddMinutes(1) : now.AddDays(daysWrong));
        await scene.RestartAsync();
        await scene.Service.RecordFailedAttemptAsync("friend-004");
        await scene.Service.RecordConnectedAsync("friend-000");
        await scene.Service.MaintainAsync();
        scene.Clock.SetUtcNow(now);
        await scene.RestartAsync();
        await scene.Service.RecordConnectedAsync("friend-000");
        await scene.Service.MaintainAsync();

        (await Friends.LeftAsync(scene, friends)).Should().Be(5);
    }

    [Theory, OnEveryStore]
    public async Task Blacklisting_FromAWrongClock_IsCutAtTheOpeningAndWrittenAtOnce(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Stranger("failed"), scene.Friend("chosen") with { BlacklistUntil = scene.Now.AddYears(5) }, scene.Friend("blocked")]);
        await scene.Service.BlockAsync("blocked");
        var now = scene.Now;
        scene.Clock.SetUtcNow(now.AddYears(98));
        await scene.RestartAsync();
        for (var i = 0; i < 5; i++)
            await scene.Service.RecordFailedAttemptAsync("failed");

        scene.Clock.SetUtcNow(now);
        await scene.RestartAsync();

        (await scene.GetAsync("failed")).BlacklistUntil.Should().Be(now.AddHours(24));
        scene.Clock.Advance(TimeSpan.FromHours(23));
        await scene.RestartAsync();
        (await scene.GetAsync("failed")).BlacklistUntil.Should().Be(now.AddHours(24), "the cut instant was written");
        (await scene.GetAsync("chosen")).BlacklistUntil.Should().Be(now.AddYears(5), "the user chose it");
        (await scene.GetAsync("blocked")).BlacklistUntil.Should().BeAfter(now.AddYears(1000));
    }

    [Fact]
    public async Task Blacklisting_OfAnEarlierVersion_CountsAsFromFailures()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Store.SetTextAsync("mesh:peer:a", "{\"peerId\":\"a\",\"blacklistUntil\":253402300799000,\"lastConnected\":1,\"connectionQuality\":{\"successfulConnections\":3}}");

        (await scene.GetAsync("a")).BlacklistUntil.Should().Be(scene.Now.AddHours(24));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Friend_ThatOwnTriesNeverReach_GoesAndIsTold(bool othersAnswerFirst)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await Friends.MakeAsync(scene, 3, days: 3);
        var told = new List<string>();
        using var end = new CancellationTokenSource();
        await using var changes = scene.Service.WatchAsync().GetAsyncEnumerator(end.Token);
        var next = changes.MoveNextAsync();
        var day = 0;
        for (; day < 40 && await Friends.LeftAsync(scene, ["friend-000"]) == 1; day++)
        {
            if (othersAnswerFirst)
                await scene.Service.RecordConnectedAsync("friend-001");
            await scene.Service.RecordFailedAttemptAsync("friend-000");
            await scene.Service.RecordConnectedAsync("friend-001");
            scene.Clock.Advance(TimeSpan.FromDays(1));
            await scene.Service.MaintainAsync();
        }

        day.Should().Be(31);
        while (await next && changes.Current is var change)
        {
            if (change.Kind == PeerChangeKind.Removed)
            {
                told.Add(change.PeerId);
                break;
            }

            next = changes.MoveNextAsync();
        }

        told.Should().Equal("friend-000");
        (await scene.Service.GetAllPeerIdsAsync()).Should().Contain("friend-002", "nobody tried it");
    }

    [Theory]
    [InlineData("nobody else answers"), InlineData("heard from once"), InlineData("pinned"), InlineData("calls us"), InlineData("named by another"), InlineData("blocked"), InlineData("only it answers")]
    public async Task Friend_ThatOwnTriesDoNotReach_StaysWhereThatSaysLittle(string why)
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await Friends.MakeAsync(scene, 2, days: 3);
        if (why == "pinned")
            await scene.Service.SetPinnedAsync("friend-000", pinned: true);
        if (why == "blocked")
            await scene.Service.BlockAsync("friend-000");
        for (var day = 0; day < 100; day++)
        {
            await scene.Service.RecordFailedAttemptAsync("friend-000");
            if (why is not "nobody else answers" and not "only it answers")
                await scene.Service.RecordConnectedAsync("friend-001");
            if (day % 20 == 19 && why == "heard from once")
                await scene.Service.UpdateLastSeenAsync("friend-000");
            if (day % 20 == 19 && why == "calls us")
                await scene.Service.RecordConnectedAsync("friend-000", inbound: true);
            if (day % 20 == 19 && why == "named by another")
                await scene.Service.ObserveMeshAsync(["friend-000"], ["friend-001"]);
            if (day % 20 == 0 && why == "only it answers")
                await scene.Service.RecordConnectedAsync("friend-000");
            scene.Clock.Advance(TimeSpan.FromDays(1));
            await scene.Service.MaintainAsync();
        }

        (await scene.Service.GetPeerAsync("friend-000")).Should().NotBeNull();
    }

    [Fact]
    public async Task OriginalRules_Cleanup_TakesEverybodyByTheCalendar()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory, options => options.Retention.OriginalRules = true);
        await Friends.MakeAsync(scene, 3);
        await scene.Service.SetPinnedAsync("friend-002", pinned: true);
        scene.Clock.Advance(TimeSpan.FromDays(31));
        await scene.RestartAsync();

        (await scene.Service.CleanupStalePeersAsync()).Should().Be(2);
    }

    [Theory, OnEveryStore]
    public async Task NeedsCleanup_FullOfFriendsAlone_IsNoReason(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => (options.MaxPeers, options.MaxStorageMB) = (10, 0.001));
        await Friends.MakeAsync(scene, 10);
        await scene.Service.CleanupStalePeersAsync();

        (await scene.Service.NeedsCleanupAsync()).Should().BeFalse();
        await scene.Service.RemovePeerAsync("friend-000");
        await scene.Service.StorePeerAsync(scene.Stranger("stranger"));
        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue();
    }
}
