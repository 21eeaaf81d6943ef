namespace PeerPersistence.Tests;

public class ReconnectionAttemptTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly ReconnectOptions OneAtATime = new() { MaxParallelism = 1 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_TakesTooLong_IsAFailedTry(bool ignoresToken)
    {
        var scene = new ReconnectScene("a", "b") { IgnoresTokens = ignoresToken };
        var run = scene.Run(OneAtATime);

        scene.Clock.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        await Eventually.Equal(() => scene.Tried, "a");
        scene["a"].Token.IsCancellationRequested.Should().BeFalse();
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.Equal(() => scene.Tried, "a", "b");
        scene["a"].Token.IsCancellationRequested.Should().BeTrue();
        scene["b"].Succeeds();

        (await run).Failed.Should().Equal("a");
        await Eventually.Equal(() => scene.Recorded, "connected b", "failed a");
    }

    [Fact]
    public async Task RunAsync_AnswersAfterItWasAbandoned_ChangesNothing()
    {
        var scene = new ReconnectScene("a", "b") { IgnoresTokens = true };
        var run = scene.Run(OneAtATime);
        scene.Clock.Advance(Timeout);

        scene["a"].Succeeds();
        run.IsCompleted.Should().BeFalse();
        scene["b"].Fails();

        (await run).Connected.Should().BeEmpty();
        await Eventually.Equal(() => scene.Recorded, "failed a", "failed b");
    }

    [Fact]
    public async Task RunAsync_ThrowsAfterItWasAbandoned_IsObserved()
    {
        using var unobserved = new UnobservedFailures<LateException>();

        await AbandonAsync();

        unobserved.Collected.Should().BeEmpty();

        static async Task AbandonAsync()
        {
            var scene = new ReconnectScene("a") { IgnoresTokens = true };
            var run = scene.Run(connect: async (peer, _) => await Late(scene));
            scene.Clock.Advance(Timeout);
            await run;
            scene.Clock.Advance(Timeout);
        }

        static async Task<bool> Late(ReconnectScene scene)
        {
            await Task.Delay(Timeout * 2, scene.Clock);
            throw new LateException();
        }
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("faults")]
    [InlineData("cancels")]
    [InlineData("throws cancelled")]
    [InlineData("throws timeout")]
    [InlineData("null")]
    public async Task RunAsync_CallbackBreaks_IsAFailedTry(string how)
    {
        var scene = new ReconnectScene("a", "b");

        var result = await scene.Run(connect: (peer, _) => peer.PeerId == "b" ? Task.FromResult(true) : how switch
        {
            "throws" => throw new InvalidOperationException(),
            "faults" => Task.FromException<bool>(new InvalidOperationException()),
            "cancels" => Task.FromCanceled<bool>(new CancellationToken(canceled: true)),
            "throws cancelled" => throw new OperationCanceledException(),
            "throws timeout" => throw new TimeoutException(),
            _ => null!,
        });

        result.Connected.Should().Equal("b");
        result.Failed.Should().Equal("a");
        await Eventually.Equal(() => scene.Recorded, "connected b", "failed a");
    }

    [Fact]
    public async Task RunAsync_CallbackMeasures_IsRecordedWithTheConnection()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var measured = new QualityMeasurement { Latency = TimeSpan.FromMilliseconds(40) };

        var result = await scene.RunMeasured(
            (peer, _) => Task.FromResult(peer.PeerId switch
            {
                "a" => null,
                "b" => measured with { Success = false },
                "c" => new() { Latency = TimeSpan.FromMilliseconds(-1) },
                _ => measured,
            }));

        result.Failed.Should().Equal("a", "b", "c");
        result.Connected.Should().Equal("d");
        scene.Measurements.Should().Equal(measured);
    }

    [Fact]
    public async Task RunAsync_HandlersOfTheTokenThrowAtTheTimeOut_IsAFailedTry()
    {
        var scene = new ReconnectScene("a");
        var run = scene.Run();
        scene["a"].Token.Register(() => throw new InvalidOperationException());

        scene.Clock.Advance(Timeout);

        (await run).Failed.Should().Equal("a");
    }

    [Fact]
    public async Task RunAsync_AnswersInTime_KeepsItsTokenForGood()
    {
        var scene = new ReconnectScene("a", "b");
        var run = scene.Run(new() { TargetConnections = 2, MaxParallelism = 1 });
        scene["a"].Succeeds();

        scene.Clock.Advance(Timeout);
        await run;

        scene["a"].Token.IsCancellationRequested.Should().BeFalse();
    }

    private sealed class LateException : Exception;
}
