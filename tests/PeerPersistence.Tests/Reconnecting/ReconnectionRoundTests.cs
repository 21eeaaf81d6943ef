namespace PeerPersistence.Tests;

public class ReconnectionRoundTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10) / 40;

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(5, 3, 3)]
    [InlineData(5, 1, 1)]
    public void Start_ManyCandidates_TriesAsManyAsAreWantedUpToTheMaximum(int target, int parallelism, int tried)
    {
        var scene = new ReconnectScene("a", "b", "c", "d", "e", "f");

        _ = scene.Run(new() { TargetConnections = target, MaxParallelism = parallelism });

        scene.Tries.Should().HaveCount(tried);
    }

    [Fact]
    public async Task Start_ATryIsSlow_StartsTheNextBesideItUpToTheMaximum()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        _ = scene.Run();

        scene.Clock.Advance(Slow - TimeSpan.FromMilliseconds(1));
        await Eventually.Equal(() => scene.Tried, "a");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Equal(() => scene.Tried, "a", "b");
        scene.Clock.Advance(Slow);
        await Eventually.Equal(() => scene.Tried, "a", "b", "c");
        scene.Clock.Advance(TimeSpan.FromSeconds(9));

        await Eventually.Equal(() => scene.Tried, "a", "b", "c");
        scene["a"].Token.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task Start_ASlowTryFails_FillsItsPlaceAtOnce()
    {
        var scene = new ReconnectScene("a", "b", "c", "d", "e");
        _ = scene.Run(new() { TargetConnections = 3 });
        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        scene["b"].Fails();
        await Eventually.Equal(() => scene.Tried, "a", "b", "c", "d");
        scene["a"].Succeeds();

        await Eventually.Equal(() => scene.Tried, "a", "b", "c", "d", "e");
    }

    [Fact]
    public async Task Start_AQuickTryConnects_StartsNoneInItsPlace()
    {
        var scene = new ReconnectScene("a", "b", "c");
        _ = scene.Run(new() { TargetConnections = 2, MaxParallelism = 2 });

        scene["a"].Succeeds();

        await Eventually.Equal(() => scene.Tried, "a", "b");
    }

    [Fact]
    public async Task Start_CallbacksThatAnswerAtOnce_AreCalledOneAfterAnother()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var tried = new List<string>();

        var result = await scene.Run(new() { TargetConnections = 2 }, connect: (peer, _) =>
        {
            tried.Add(peer.PeerId);
            return Task.FromResult(peer.PeerId is "b" or "c");
        });

        tried.Should().Equal("a", "b", "c");
        result.Connected.Should().Equal("b", "c");
    }

    [Fact]
    public async Task Stop_TargetReached_CancelsTheOthersWhichCountForNobody()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var run = scene.Run();
        scene.Clock.Advance(Slow);
        scene.Clock.Advance(Slow);

        scene["b"].Succeeds();
        var result = await run;

        result.Connected.Should().Equal("b");
        result.Failed.Should().BeEmpty();
        scene["a"].Answer.IsCanceled.Should().BeTrue();
        scene["c"].Answer.IsCanceled.Should().BeTrue();
        await Eventually.Equal(() => scene.Recorded, "connected b");
        scene.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task Stop_TargetReached_LeavesTheTokensOfTheConnectedAlone()
    {
        var scene = new ReconnectScene("a", "b", "c");
        var run = scene.Run(new() { TargetConnections = 2 });
        scene["b"].Succeeds();
        scene["a"].Succeeds();
        await run;

        scene["b"].Token.IsCancellationRequested.Should().BeFalse();
        scene["a"].Token.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public async Task Stop_TriesThatIgnoreTheirToken_AreAbandonedAfterAMoment()
    {
        var scene = new ReconnectScene("a", "b") { IgnoresTokens = true };
        var run = scene.Run();
        scene.Clock.Advance(Slow);
        scene["b"].Succeeds();

        await Eventually.Until(() => scene.Clock.CreatedTimers == 5);
        run.IsCompleted.Should().BeFalse();
        scene.Clock.Advance(Slow);
        var result = await run;
        scene["a"].Succeeds();

        result.Connected.Should().Equal("b");
        await Eventually.Equal(() => scene.Recorded, "connected b");
    }

    [Fact]
    public async Task Stop_ATryThatAnswersAllTheSame_CountsAsConnected()
    {
        var scene = new ReconnectScene("a", "b") { IgnoresTokens = true };
        var run = scene.Run();
        scene.Clock.Advance(Slow);
        scene["b"].Succeeds();
        scene["a"].Succeeds();

        (await run).Connected.Should().Equal("b", "a");
        await Eventually.Equal(() => scene.Recorded, "connected b", "connected a");
    }

    [Fact]
    public async Task Stop_HandlersOfTheTokenThrow_TheRoundGoesOn()
    {
        var scene = new ReconnectScene("a", "b");
        var run = scene.Run();
        scene["a"].Token.Register(() => throw new InvalidOperationException());
        scene.Clock.Advance(Slow);

        scene["b"].Succeeds();

        (await run).Connected.Should().Equal("b");
    }

    [Fact]
    public async Task Report_EachStep_SaysWhoAndHowManySoFar()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var run = scene.Run(new() { MaxParallelism = 2 });
        scene["a"].Fails();
        scene.Clock.Advance(Slow);
        scene["c"].Succeeds();
        await run;

        scene.Steps.Should().Equal(
            Step("a", ReconnectionStep.Trying, 1, 0),
            Step("a", ReconnectionStep.Failed, 1, 0),
            Step("b", ReconnectionStep.Trying, 2, 0),
            Step("c", ReconnectionStep.Trying, 3, 0),
            Step("c", ReconnectionStep.Connected, 3, 1),
            Step("b", ReconnectionStep.Stopped, 3, 1));

        static ReconnectionProgress Step(string id, ReconnectionStep step, int tried, int connected) =>
            new() { PeerId = id, Step = step, Tried = tried, Connected = connected, Candidates = 4 };
    }

    [Fact]
    public async Task Report_HandlerThrows_ChangesNothing()
    {
        var scene = new ReconnectScene("a", "b");
        var run = scene.RunMeasured(ReconnectScene.Measuring((peer, _) => Task.FromResult(peer.PeerId == "b")), progress: new Thrower());

        (await run).Connected.Should().Equal("b");
        await Eventually.Equal(() => scene.Recorded, "connected b", "failed a");
    }

    private sealed class Thrower : IProgress<ReconnectionProgress>
    {
        public void Report(ReconnectionProgress value) => throw new InvalidOperationException();
    }
}
