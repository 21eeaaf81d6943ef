namespace PeerPersistence.Tests.FinePrint;

/// <summary>A record's time never runs backward, whatever the clock does.</summary>
public sealed class ClockTests
{
    public static TheoryData<StoreKind, string> Verbs
    {
        get
        {
            var data = new TheoryData<StoreKind, string>();
            foreach (var kind in Enum.GetValues<StoreKind>())
            {
                foreach (var verb in Calls.Keys)
                    data.Add(kind, verb);
            }

            return data;
        }
    }

    private static Dictionary<string, Func<Scene, Task>> Calls { get; } = new()
    {
        ["store"] = scene => scene.Service.StorePeerAsync(scene.Friend("a")),
        ["store several"] = scene => scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]),
        ["update"] = scene => scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" }),
        ["seen"] = scene => scene.Service.UpdateLastSeenAsync("a"),
        ["measured"] = scene => scene.Service.UpdateConnectionQualityAsync("a", new QualityMeasurement { Latency = TimeSpan.FromMilliseconds(1) }),
        ["quality"] = scene => scene.Service.ReplaceConnectionQualityAsync("a", new ConnectionQuality()),
        ["failed"] = scene => scene.Service.RecordFailedAttemptAsync("a"),
        ["connected"] = scene => scene.Service.RecordConnectedAsync("a"),
        ["disconnected"] = scene => scene.Service.RecordDisconnectedAsync("a", TimeSpan.FromMinutes(1), Departure.Remote),
        ["gossip"] = scene => scene.Service.ObserveMeshAsync(["a"]),
        ["import"] = scene => scene.Service.ImportDataAsync(new() { Peers = [scene.Friend("a")] }),
    };

    [Theory, MemberData(nameof(Verbs))]
    public async Task AnyVerb_ClockAFewMinutesBack_NoInstantFalls(StoreKind kind, string verb)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var then = scene.Now;
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        scene.Clock.SetUtcNow(then.AddMinutes(-9));

        await Calls[verb](scene);

        Later(await scene.GetAsync("a")).Should().AllSatisfy(instant => instant.Should().Be(then));
    }

    [Theory, MemberData(nameof(Verbs))]
    public async Task AnyVerb_ClockAMonthBackAndRightAgain_NoInstantFell(StoreKind kind, string verb)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var then = scene.Now;
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        scene.Clock.SetUtcNow(then.AddDays(-30));
        await scene.RestartAsync();

        await Calls[verb](scene);
        Later(await scene.GetAsync("a")).Should().AllSatisfy(instant => instant.Should().Be(scene.Now, "what lies ahead is shown as now"));

        scene.Clock.SetUtcNow(then);
        Later(await scene.GetAsync("a")).Should().AllSatisfy(instant => instant.Should().Be(then));
    }

    [Theory, OnEveryStore]
    public async Task Cleanup_ClockWasYearsAhead_IsDueAgainWhenItIsRight(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var now = scene.Now;
        scene.Clock.SetUtcNow(now.AddYears(50));
        await scene.Service.CleanupStalePeersAsync();
        scene.Clock.SetUtcNow(now);

        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue("a last cleanup in the future says nothing");
        await scene.Service.CleanupStalePeersAsync();

        (await scene.Service.NeedsCleanupAsync()).Should().BeFalse();
        (await scene.Service.GetStorageStatsAsync()).LastCleanup.Should().Be(now);
    }

    [Theory, OnEveryStore]
    public async Task Cleanup_MachineWokeUpIn1970AndLearntTheTime_ForgetsNobody(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var now = scene.Now;
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b") with { LastSeen = now.AddDays(-1) }]);
        scene.Clock.SetUtcNow(DateTimeOffset.UnixEpoch.AddMinutes(1));
        await scene.RestartAsync();
        (await scene.Service.QueryPeersAsync()).Should().HaveCount(2);

        scene.Clock.SetUtcNow(now);

        (await scene.Service.CleanupStalePeersAsync()).Should().Be(0);
        (await scene.Service.QueryPeersAsync(new() { MaxAge = TimeSpan.FromHours(1) })).Select(peer => peer.PeerId).Should().Equal("a");
        (await scene.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "b");
    }

    [Theory, OnEveryStore]
    public async Task Cleanup_RecordOfTheFarFuture_AgesLikeAnyOther(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:peer:future", "{\"peerId\":\"future\",\"lastSeen\":99999999999999}");
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        (await scene.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "future");
        for (var day = 0; day < 31; day++)
        {
            scene.Clock.Advance(TimeSpan.FromDays(1));
            await scene.Service.UpdateLastSeenAsync("a");
            await scene.Service.QueryPeersAsync();
        }

        (await scene.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "future");
        (await scene.Service.CleanupStalePeersAsync()).Should().Be(1);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    [Theory, OnEveryStore]
    public async Task AnyAge_ClockBetweenTwoMilliseconds_IsNotAFractionMore(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        scene.Clock.SetUtcNow(scene.Now.AddTicks(7777));
        await scene.Service.StorePeerAsync(scene.Stranger("a"));
        for (var i = 0; i < 5; i++)
            await scene.Service.RecordFailedAttemptAsync("a");
        scene.Clock.Advance(TimeSpan.FromHours(24));

        (await scene.Service.QueryPeersAsync(new() { MaxAge = TimeSpan.FromHours(24) })).Should().ContainSingle("it is inclusive");
        (await scene.Service.GetReconnectionCandidatesAsync(new() { MaxAge = TimeSpan.FromHours(24) })).Should().ContainSingle();
        (await scene.Service.NeedsCleanupAsync()).Should().BeFalse("a day is not more than a day");
        (await scene.Service.ClearExpiredBlacklistsAsync()).Should().Be(0, "it ends now, it is not over yet");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await scene.Service.ClearExpiredBlacklistsAsync()).Should().Be(1);
        (await scene.Service.NeedsCleanupAsync()).Should().BeTrue();
    }

    private static DateTimeOffset[] Later(PeerData peer) => [peer.LastSeen, peer.LastConnected!.Value, peer.ConnectionQuality.LastMeasured];
}
