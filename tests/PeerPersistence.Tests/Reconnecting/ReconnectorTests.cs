namespace PeerPersistence.Tests;

public class ReconnectorTests
{
    [Fact]
    public async Task RunAsync_FirstCandidateAnswers_TriesNobodyElse()
    {
        var scene = new ReconnectScene("a", "b", "c");

        var run = scene.Run();
        scene["a"].Succeeds();
        var result = await run;

        result.Connected.Should().Equal("a");
        result.Failed.Should().BeEmpty();
        await Eventually.Equal(() => scene.Tried, "a");
        await Eventually.Equal(() => scene.Recorded, "connected a");
        scene.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_SomeFail_GoesOnInOrderAndRecordsFailuresAtTheEnd()
    {
        var scene = new ReconnectScene("a", "b", "c");

        var run = scene.Run();
        scene["a"].Fails();
        scene["b"].Throws(new InvalidOperationException());
        scene.Recorded.Should().BeEmpty();
        scene["c"].Succeeds();
        var result = await run;

        result.Connected.Should().Equal("c");
        result.Failed.Should().Equal("a", "b");
        await Eventually.Equal(() => scene.Recorded, "connected c", "failed a", "failed b");
    }

    [Fact]
    public async Task RunAsync_OneOfTwoConnected_RecordsItAtOnce()
    {
        var scene = new ReconnectScene("a", "b");

        var run = scene.Run(new() { TargetConnections = 2 });
        scene["b"].Succeeds();

        await Eventually.Equal(() => scene.Recorded, "connected b");
        run.IsCompleted.Should().BeFalse();
        scene["a"].Succeeds();
        (await run).Connected.Should().Equal("b", "a");
    }

    [Fact]
    public async Task RunAsync_MoreWantedThanThereAre_EndsWithTheLastCandidate()
    {
        var scene = new ReconnectScene("a", "b");

        var run = scene.Run(new() { TargetConnections = 5 });
        scene["a"].Succeeds();
        scene["b"].Fails();

        (await run).Connected.Should().Equal("a");
        await Eventually.Equal(() => scene.Recorded, "connected a", "failed b");
    }

    [Fact]
    public async Task RunAsync_NoCandidates_EndsWithoutBlamingTheNetwork()
    {
        var scene = new ReconnectScene();

        var result = await scene.Run();

        result.Connected.Should().BeEmpty();
        result.OwnOutage.Should().BeFalse();
        result.PassedOver.Should().Be(new PassedOver { Blacklisted = 3 });
    }

    [Fact]
    public async Task RunAsync_Always_AsksForCandidatesOnceAndTellsHowLongItTook()
    {
        var scene = new ReconnectScene("a", "b");
        var query = new ReconnectionQuery { MinQuality = 7 };

        var run = scene.Run(new() { Query = query });
        scene["a"].Fails();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        scene["b"].Succeeds();
        var result = await run;

        result.Duration.Should().Be(TimeSpan.FromSeconds(2));
        scene.Queries.Should().Equal(query);
    }

    [Fact]
    public async Task RunAsync_ASuccessInTheRound_RecordsFailuresWhateverTheNetworkSays()
    {
        var scene = new ReconnectScene("a", "b") { Network = { IsDown = true } };

        var run = scene.Run();
        scene["a"].Fails();
        scene["b"].Succeeds();

        (await run).OwnOutage.Should().BeFalse();
        await Eventually.Equal(() => scene.Recorded, "connected b", "failed a");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_NobodyAnswers_IsOurOwnOutageOnlyWhereTheNetworkIsDown(bool isDown)
    {
        var scene = new ReconnectScene("a", "b") { Network = { IsDown = isDown } };

        var run = scene.Run();
        scene["a"].Fails();
        scene["b"].Fails();
        var result = await run;

        result.OwnOutage.Should().Be(isDown);
        result.Failed.Should().Equal("a", "b");
        scene.Recorded.Should().Equal(isDown ? [] : ["failed a", "failed b"]);
    }

    [Fact]
    public async Task RunAsync_EveryTenthRound_PutsOutAFeeler()
    {
        var scene = new ReconnectScene();
        var reconnector = new Reconnector(scene, scene.Backoff, scene.Network, scene.Clock, scene.Logger);

        for (var round = 0; round < 20; round++)
            await RunAsync(new());
        await RunAsync(new() { Exploration = 0.5 });

        scene.Queries.Select(query => query.Exploration).Should()
            .Equal([.. Enumerable.Repeat(0, 9), 0.1, .. Enumerable.Repeat(0, 9), 0.1, 0.5]);

        Task<ReconnectionResult> RunAsync(ReconnectionQuery query) =>
            reconnector.RunAsync((_, _) => Task.FromResult<QualityMeasurement?>(null), new() { Query = query }, progress: null, default);
    }

    [Fact]
    public async Task RunAsync_AnswersFromManyThreads_EachOutcomeIsRecordedOnce()
    {
        const int Seed = 20260114;
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            var answers = Enumerable.Range(0, 40).ToDictionary(i => $"peer {i:00}", _ => random.Next(3) == 0);
            var scene = new ReconnectScene([.. answers.Keys]);
            var (running, most) = (0, 0);

            var result = await scene.Run(new() { TargetConnections = 8, MaxParallelism = 4 }, async (peer, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return answers[peer.PeerId];
            });

            most.Should().BeInRange(1, 4, "seed {0}", Seed);
            result.Connected.Should().OnlyContain(id => answers[id]).And.OnlyHaveUniqueItems();
            result.Failed.Should().OnlyContain(id => !answers[id]).And.OnlyHaveUniqueItems();
            result.Connected.Count.Should().Be(Math.Min(8, answers.Values.Count(answer => answer)), "seed {0}", Seed);
            scene.Recorded.Should().Equal(
                [.. result.Connected.Select(id => $"connected {id}"), .. result.Failed.Select(id => $"failed {id}")]);
        }
    }

    [Fact]
    public async Task RunAsync_BadOptions_TriesNobody()
    {
        var scene = new ReconnectScene("a");

        var badOptions = () => scene.Run(new() { MaxParallelism = 0 });
        await badOptions.Should().ThrowAsync<ArgumentException>().WithMessage("MaxParallelism*");

        scene.Queries.Should().BeEmpty();
        scene.Tries.Should().BeEmpty();
    }
}
