using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests;

/// <summary>What goes wrong in a round is told, costs no connection, and is blamed on nobody whose fault it is not.</summary>
public sealed class ReconnectionErrorTests
{
    private static readonly ReconnectOptions Two = new() { TargetConnections = 2 };

    [Fact]
    public async Task RunAsync_ASuccessCannotBeRecorded_TheRoundGoesOnAndTellsOfIt()
    {
        var full = new StoreFullException("test");
        var scene = new ReconnectScene("a", "b", "c") { Refusal = what => what == "connected a" ? full : null };

        var run = scene.Run(Two);
        scene["a"].Succeeds();
        scene["b"].Fails();
        scene["c"].Succeeds();
        var result = await run;

        result.Connected.Should().Equal("a", "c");
        result.Failed.Should().Equal("b");
        result.RecordingErrors.Should().Equal(new ReconnectionError("a", full));
        result.Errors.Should().BeEmpty();
        scene.Recorded.Should().Equal("connected c", "failed b");
        scene.Clock.ActiveTimers.Should().Be(0);
        Warnings(scene).Should().Equal(402);
    }

    [Fact]
    public async Task RunAsync_ASuccessCannotBeRecordedAtOnce_IsRecordedWhenTheRoundEnds()
    {
        var refusals = 1;
        var scene = new ReconnectScene("a") { Refusal = _ => refusals-- > 0 ? new IOException("test") : null };

        var run = scene.Run();
        scene["a"].Succeeds();
        var result = await run;

        result.Connected.Should().Equal("a");
        result.RecordingErrors.Should().BeEmpty();
        scene.Recorded.Should().Equal("connected a");
        Warnings(scene).Should().BeEmpty();
    }

    [Theory]
    [InlineData("failed a")]
    [InlineData("failed b")]
    public async Task RunAsync_FailuresCannotBeRecorded_AreToldEachWithTheReason(string refused)
    {
        var broken = new IOException("test");
        var scene = new ReconnectScene("a", "b") { Refusal = what => what == refused ? broken : null };

        var run = scene.Run();
        scene["a"].Fails();
        scene["b"].Fails();
        var result = await run;

        result.Failed.Should().Equal("a", "b");
        result.OwnOutage.Should().BeFalse();
        result.RecordingErrors.Should().Equal(new ReconnectionError("a", broken), new ReconnectionError("b", broken));
        Warnings(scene).Should().Equal(402);
    }

    [Fact]
    public async Task RunAsync_CancelledAndNothingCanBeRecorded_ThrowsThatItWasCancelled()
    {
        using var user = new CancellationTokenSource();
        var scene = new ReconnectScene("a", "b") { Refusal = _ => new IOException("test") };
        var run = scene.Run(Two, cancellationToken: user.Token);
        scene["a"].Succeeds();

        await user.CancelAsync();

        await run.Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        Warnings(scene).Should().Equal(402);
    }

    public static TheoryData<Type> Mistakes() => [
        typeof(NullReferenceException), typeof(ArgumentException), typeof(ArgumentNullException), typeof(InvalidOperationException),
        typeof(NotImplementedException), typeof(NotSupportedException), typeof(InvalidCastException), typeof(IndexOutOfRangeException),
        typeof(KeyNotFoundException), typeof(FormatException), typeof(DivideByZeroException),
        typeof(MissingMethodException), typeof(TypeLoadException),
    ];

    public static TheoryData<Type> ConnectionFailures() => [
        typeof(IOException), typeof(SocketException), typeof(TimeoutException),
        typeof(HttpRequestException), typeof(AuthenticationException),
        typeof(WebException), typeof(UnauthorizedAccessException), typeof(JsonException), typeof(ApplicationsOwnException),
    ];

    [Theory, MemberData(nameof(Mistakes))]
    public async Task RunAsync_EveryTryEndsInAMistakeOfTheProgram_BlamesNobodyAndWarnsOnce(Type type)
    {
        var mistake = (Exception)Activator.CreateInstance(type)!;
        var scene = new ReconnectScene("a", "b", "c");

        var result = await scene.Run(connect: (_, _) => throw mistake);

        result.Failed.Should().Equal("a", "b", "c");
        result.Errors.Should().Equal(result.Failed.Select(id => new ReconnectionError(id, mistake)));
        result.OwnOutage.Should().BeFalse();
        result.RecordingErrors.Should().BeEmpty();
        scene.Recorded.Should().BeEmpty();
        Warnings(scene).Should().Equal(401);
        scene.Logger.Entries.Single(entry => entry.Id.Id == 401).Text.Should().Contain(type.Name);
        scene.Backoff.Waiting().Should().Equal("a", "b", "c");
    }

    [Theory, MemberData(nameof(ConnectionFailures))]
    public async Task RunAsync_EveryTryEndsInAFailureToConnect_IsRecordedAndNothingToWarnOf(Type type)
    {
        var failure = (Exception)Activator.CreateInstance(type)!;
        var scene = new ReconnectScene("a", "b");

        var result = await scene.Run(connect: (_, _) => throw failure);

        result.Errors.Should().Equal(new ReconnectionError("a", failure), new ReconnectionError("b", failure));
        scene.Recorded.Should().Equal("failed a", "failed b");
        Warnings(scene).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_TheCallbackCancelsItself_IsAFailedTryWithoutAnError()
    {
        var scene = new ReconnectScene("a");

        var result = await scene.Run(connect: (_, _) => throw new OperationCanceledException());

        result.Failed.Should().Equal("a");
        result.Errors.Should().BeEmpty();
        scene.Recorded.Should().Equal("failed a");
        Warnings(scene).Should().BeEmpty();
    }

    [Theory]
    [InlineData("b fails")]
    [InlineData("b connects")]
    public async Task RunAsync_NotEveryTryEndsInAMistake_IsRecordedAndWarnedOf(string other)
    {
        var scene = new ReconnectScene("a", "b");

        var result = await scene.Run(
            Two, (peer, _) => peer.PeerId == "a" ? throw new FormatException() : Task.FromResult(other == "b connects"));

        result.Errors.Select(error => error.PeerId).Should().Equal("a");
        scene.Recorded.Should().Contain("failed a");
        Warnings(scene).Should().Equal(401);
    }

    [Fact]
    public void ToString_AnError_SaysNothingOfItsMessage() =>
        new ReconnectionError("a", new IOException("10.0.0.1")).ToString().Should().Be("a: IOException");

    private static IEnumerable<int> Warnings(ReconnectScene scene) =>
        scene.Logger.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Id.Id);

    private sealed class ApplicationsOwnException : Exception;
}
