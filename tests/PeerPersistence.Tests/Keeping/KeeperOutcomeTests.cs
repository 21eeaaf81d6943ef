namespace PeerPersistence.Tests;

/// <summary>Outcomes that are rare, and must not be lost or counted for somebody.</summary>
public sealed class KeeperOutcomeTests
{
    [Fact]
    public async Task Accept_ThatTakesThePlaceOfANewConnectionOfOurs_ItsEndIsRecorded()
    {
        await using var scene = new KeeperScene();
        var theirs = new FakeConnection();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");

        scene.Keeper.Accept("a", theirs).Should().BeTrue("of calls that cross, the one of the smaller id stays");
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(20));
        theirs.End(Departure.Remote);

        await Eventually.Until(() => scene.QualityAsync("a").Result.AverageUptime == TimeSpan.FromSeconds(10));
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
    }

    [Fact]
    public async Task Accept_WhileOurDialRunsOutOfTime_NobodyIsBlamed()
    {
        await using var scene = new KeeperScene(options => (options.Target, options.MaxParallelism) = (2, 1));
        scene.Connect = (_, _) => new TaskCompletionSource<IPeerConnection>().Task;
        await scene.StartAsync("a", "b");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Accept("a", new FakeConnection());
        scene.Pass(15);
        await Eventually.Until(() => scene.Dialled.Count == 2);
        scene.Pass(15);

        await Eventually.Until(() => scene.Setup.Logger.Entries.Any(entry => entry.Id.Id == 400));
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
        (await scene.Setup.Service.GetPeerAsync("b"))!.ReconnectionAttempts.Should().Be(1);
    }

    [Fact]
    public async Task Accept_OfTheAppsOwnCall_IsRecordedAsOurs()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync("a");
        var connection = new FakeConnection();

        scene.Keeper.Accept("a", connection, inbound: false).Should().BeTrue();

        scene.Keeper.State.Connections.Should().ContainSingle().Which.IsInbound.Should().BeFalse();
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(10));
        connection.End(Departure.Remote);
        await Eventually.Until(() => scene.QualityAsync("a").Result.AverageUptime == TimeSpan.FromSeconds(5));
        (await scene.QualityAsync("a")).SuccessfulConnections.Should().Be(2);
        (await scene.Setup.Service.GetPeerAsync("a"))!.LastConnected.Should().Be(scene.Setup.Now.AddSeconds(-10));
    }

    [Fact]
    public async Task Accept_OfTheAppsOwnCallWhileWeDial_GivesOurTryUp()
    {
        await using var scene = new KeeperScene();
        var answer = new TaskCompletionSource<IPeerConnection>();
        var (late, own) = (new FakeConnection(), new FakeConnection());
        scene.Connect = (_, _) => answer.Task;
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Accept("a", own, inbound: false).Should().BeTrue();
        answer.SetResult(late);

        await Eventually.Until(() => late.IsClosed);
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        scene.Keeper.Find("a").Should().BeSameAs(own);
        own.IsClosed.Should().BeFalse();
        (await scene.QualityAsync("a")).SuccessfulConnections.Should().Be(2, "it is counted once");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("z", false)]
    public async Task Accept_OfTheAppsOwnCallThatCrossesTheirs_KeepsTheCallOfTheSmallerId(string peerId, bool theirsStays)
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync(peerId);
        var (ours, theirs) = (new FakeConnection(), new FakeConnection());

        scene.Keeper.Accept(peerId, theirs);
        scene.Keeper.Accept(peerId, ours, inbound: false).Should().Be(!theirsStays);

        (ours.IsClosed, theirs.IsClosed).Should().Be((theirsStays, !theirsStays));
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        scene.Keeper.State.Connections.Should().ContainSingle().Which.IsInbound.Should().BeFalse();
        (await scene.QualityAsync(peerId)).SuccessfulConnections.Should().Be(2, "it is counted once");
    }

    [Fact]
    public async Task NotNow_FromTheConnector_CountsForNobodyAndIsTriedAgain()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new NotNowException();
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1 && scene.Keeper.State.Connections.Count == 0);

        await scene.PassUntil(() => scene.Dialled.Count > 1);
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());

        await scene.PassUntil(() => scene.Connected.Count == 1);
    }

    [Fact]
    public async Task NotNow_FromACallback_CountsForNobody()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));

        var round = await setup.Service.ReconnectAsync((_, _) => throw new NotNowException("No signalling server."));

        (round.Connected.Count, round.Failed.Count, round.Errors.Count, round.Waiting.Count).Should().Be((0, 0, 0, 0));
        (await setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
    }

    [Fact]
    public async Task Store_ThatIsFullForLong_TakesNoMoreMemoryAndEndsRight()
    {
        var isFull = false;
        var store = new FullStore(() => isFull);
        await using var scene = new KeeperScene(options => options.Target = 0, store);
        await scene.StartAsync("a", "b");
        isFull = true;
        for (var call = 0; call < 200; call++)
        {
            var connection = new FakeConnection();
            scene.Keeper.Accept("a", connection);
            connection.End();
            await Eventually.Until(() => scene.Keeper.State.Unrecorded == 2 * (call + 1)); // Its end is noted after it is shown.
        }

        scene.Keeper.Accept("b", new FakeConnection());
        scene.Keeper.State.Unrecorded.Should().Be(401, "the state says how many there are");

        await Eventually.Until(() => store.Refused > 0);
        var refused = store.Refused;
        isFull = false;
        await scene.PassUntil(() => scene.Keeper.State.Unrecorded == 0);
        (store.Commits, refused).Should().Match<(int Commits, int Refused)>(seen => seen.Commits < 80 && seen.Refused > 0);
        (await scene.QualityAsync("a")).SuccessfulConnections.Should().BeInRange(Outcome.MostOfAPeer / 2, 2 + (Outcome.MostOfAPeer / 2));
        (await scene.QualityAsync("b")).SuccessfulConnections.Should().Be(2);
    }

    [Fact]
    public async Task Store_ThatIsFullWhenSomebodyCalls_IsToldLaterThoughNobodyIsMissing()
    {
        var isFull = false;
        await using var scene = new KeeperScene(options => options.Target = 0, new FullStore(() => isFull));
        await scene.StartAsync("a");
        await KeeperScene.Settle();
        isFull = true;
        scene.Keeper.Accept("a", new FakeConnection());
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 1);
        await KeeperScene.Settle();

        isFull = false;

        for (var beat = 0; beat < 200 && scene.Keeper.State.Unrecorded > 0; beat++)
        {
            scene.Pass(5);
            await Eventually.Until(() => scene.Keeper.IsResting);
        }

        scene.Keeper.State.Unrecorded.Should().Be(0);
    }

    [Fact]
    public async Task Outcomes_OfAPeerWhoseOwnAreRefused_HoldUpNobodyElse()
    {
        var outcomes = new UnrecordedOutcomes(() => { });
        List<string> recorded = [];
        outcomes.Add(new("a", OutcomeKind.Connected, () => throw new IOException()));
        outcomes.Add(new("b", OutcomeKind.Connected, () => Task.Run(() => recorded.Add("b"))));

        await Eventually.Until(() =>
        {
            _ = outcomes.RecordAsync();
            return outcomes.Count == 1;
        });
        recorded.Should().Equal("b");
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("hangs")]
    public async Task Failure_WhileAnEarlierEndIsOnItsWayToTheStore_IsRecordedAfterIt(string how)
    {
        var store = new HeldStore("b");
        await using var scene = new KeeperScene(options => options.Target = 0, store);
        await scene.StartAsync("a", "b");
        scene.Connect = (_, token) => how == "fails"
            ? throw new IOException() : new TaskCompletionSource<IPeerConnection>().Task.WaitAsync(token);
        using (store.Hold())
        {
            scene.Keeper.Accept("b", new FakeConnection());
            var lost = new FakeConnection();
            scene.Keeper.Accept("a", lost);
            lost.End(Departure.Remote);
            await Eventually.Until(() => scene.Keeper.State.Unrecorded == 3); // Its end is noted after it is shown.
            _ = scene.Keeper.ConnectNowAsync("a");
            await Eventually.Until(() => scene.Dialled.Count == 1);
            for (var beat = 0; beat < 3; beat++)
            {
                scene.Pass(5);
                await KeeperScene.Settle();
            }
        }

        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == 1);
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);

        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(1, "nothing that came before takes it back");
        var candidate = (await scene.Setup.Service.GetReconnectionCandidatesAsync(new() { OnlyPeerIds = ["a"] })).Single();
        candidate.Factors!.Online.Should().BeLessThan(0.25, "the call in vain is the last word, not that it hung up");
    }

    [Fact]
    public async Task Offline_InTheMiddleOfARound_DialsNobodyFromThenOn()
    {
        await using var scene = new KeeperScene(options => options.MaxParallelism = 1);
        scene.Connect = (_, _) =>
        {
            scene.IsDown = true;
            throw new IOException();
        };
        await scene.StartAsync("a", "b");

        await Eventually.Until(() => scene.Setup.Logger.Entries.Any(entry => entry.Id.Id == 400));
        scene.Dialled.Should().HaveCount(1);
    }
}
