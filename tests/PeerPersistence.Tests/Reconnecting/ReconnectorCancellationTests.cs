namespace PeerPersistence.Tests;

public sealed class ReconnectorCancellationTests : IDisposable
{
    private static readonly ReconnectOptions Three = new() { TargetConnections = 3 };
    private readonly CancellationTokenSource _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task RunAsync_Cancelled_StopsTheTriesWhichCountForNobodyAndThrows()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var run = scene.Run(Three, cancellationToken: _user.Token);

        await _user.CancelAsync();

        (await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(_user.Token);
        await Eventually.Equal(() => scene.Tried, "a", "b", "c");
        scene.Tries.Should().OnlyContain(call => call.Answer.IsCanceled);
        scene.Recorded.Should().BeEmpty();
        scene.Steps.TakeLast(3).Select(step => step.Step).Should().OnlyContain(step => step == ReconnectionStep.Stopped);
        scene.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_CancelledAfterAFailureAndASuccess_HasRecordedBoth()
    {
        var scene = new ReconnectScene("a", "b", "c", "d");
        var run = scene.Run(Three, cancellationToken: _user.Token);
        scene["a"].Succeeds();
        scene["b"].Fails();

        await _user.CancelAsync();

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.Equal(() => scene.Recorded, "connected a", "failed b");
    }

    [Fact]
    public async Task RunAsync_CancelledWhileNobodyAnswers_BlamesNobodyInAnOutage()
    {
        var scene = new ReconnectScene("a", "b", "c", "d") { Network = { IsDown = true } };
        var run = scene.Run(Three, cancellationToken: _user.Token);
        scene["b"].Fails();

        await _user.CancelAsync();

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        scene.Recorded.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_CancelledWithATryThatIgnoresItsToken_ThrowsAfterAMoment()
    {
        var scene = new ReconnectScene("a") { IgnoresTokens = true };
        var run = scene.Run(cancellationToken: _user.Token);

        await _user.CancelAsync();
        await Eventually.Until(() => scene.Clock.CreatedTimers == 3);
        run.IsCompleted.Should().BeFalse();
        scene.Clock.Advance(TimeSpan.FromMilliseconds(250));

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        scene["a"].Succeeds();
        scene.Recorded.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_CancelledAndATryTakesAMomentToClose_WaitsForIt()
    {
        var scene = new ReconnectScene("a") { IgnoresTokens = true };
        var run = scene.Run(cancellationToken: _user.Token);

        await _user.CancelAsync();
        await Eventually.Until(() => scene.Clock.CreatedTimers == 3);
        run.IsCompleted.Should().BeFalse();
        scene["a"].Fails();

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        scene.Recorded.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_TriesNobody()
    {
        var scene = new ReconnectScene("a");
        await _user.CancelAsync();

        await scene.Awaiting(s => s.Run(cancellationToken: _user.Token)).Should().ThrowAsync<OperationCanceledException>();

        scene.Tries.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_CancelledOnceTheTargetIsReached_ReturnsTheResult()
    {
        var scene = new ReconnectScene("a", "b") { IgnoresTokens = true };
        var run = scene.Run(cancellationToken: _user.Token);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene["b"].Succeeds();

        await _user.CancelAsync();
        scene["a"].Fails();

        (await run).Connected.Should().Equal("b");
    }

    [Fact]
    public async Task RunAsync_TheCallbackCancelsTheCall_Throws()
    {
        var scene = new ReconnectScene("a", "b");

        var run = scene.Run(cancellationToken: _user.Token, connect: (_, _) =>
        {
            _user.Cancel();
            return Task.FromResult(false);
        });

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        scene.Steps.Select(step => step.PeerId).Distinct().Should().Equal("a");
    }
}
