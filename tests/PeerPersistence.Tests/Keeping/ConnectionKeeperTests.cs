using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests;

public sealed class ConnectionKeeperTests
{
    [Fact]
    public async Task Start_WithFriends_ComesBackToTheTargetAndRecords()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);

        await scene.StartAsync("a", "b");

        await scene.UntilConnected("a", "b");
        await Eventually.Until(() => scene.QualityAsync("a").Result.SuccessfulConnections == 2);
        scene.Keeper.State.Status.Should().Be(KeeperStatus.Running);
    }

    [Fact]
    public async Task Start_ThatKnowsItself_DoesNotDialItself()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);

        await scene.StartAsync("me", "a");

        await scene.UntilConnected("a");
        scene.Dialled.Should().NotContain("me");
    }

    [Fact]
    public async Task Loss_OfAFriend_IsRecordedOnceAndDialledAtOnce()
    {
        await using var scene = new KeeperScene();
        var first = new FakeConnection();
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(scene.Dialled.Count == 1 ? first : new FakeConnection());
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Connected.Count == 1 && scene.Keeper.IsResting);
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(10));

        first.End(Departure.Network);

        await Eventually.Until(() => scene.Dialled.Count == 2);
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.QualityAsync("a").Result.SuccessfulConnections == 3);
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        var quality = await scene.QualityAsync("a");
        (quality.SuccessfulConnections, quality.AverageUptime).Should().Be((3, TimeSpan.FromSeconds(5)), "the mean counts the first connection, too");
        await Eventually.Until(() => first.IsClosed);
    }

    [Fact]
    public async Task EndedTask_ThatFaults_IsALoss()
    {
        await using var scene = new KeeperScene();
        var first = new FakeConnection();
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(scene.Dialled.Count == 1 ? first : new FakeConnection());
        await scene.StartAsync("a");
        await scene.UntilConnected("a");

        first.Fail(new IOException());

        await Eventually.Until(() => scene.Dialled.Count == 2);
    }

    [Fact]
    public async Task PinnedPeer_BeyondTheTarget_IsConnected()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.KnowAsync("a", "b");
        await scene.Setup.Service.SetPinnedAsync("b", true);

        scene.Keeper.Start();

        await scene.UntilConnected("b");
    }

    [Fact]
    public async Task Connection_ThatEndsAtOnce_IsNotDialledInACircle()
    {
        await using var scene = new KeeperScene();
        scene.Connect = async (_, _) =>
        {
            var connection = new FakeConnection();
            _ = Task.Run(async () =>
            {
                await Eventually.Until(() => scene.Connected.Count > 0);
                connection.End();
            }, CancellationToken.None);
            await Task.Yield();
            return connection;
        };
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count >= 2 && scene.Keeper.State.Connections.Count == 0);

        for (var minutes = 0; minutes < 10; minutes++)
        {
            for (var beats = 0; beats < 12; beats++)
            {
                scene.Pass(5);
                await Task.Yield();
            }
        }

        scene.Dialled.Count.Should().BeInRange(2, 10);
    }

    [Fact]
    public async Task Accept_ACaller_IsKeptAndRecordedAsInbound()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync("a");

        scene.Keeper.Accept("a", new FakeConnection()).Should().BeTrue();

        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        scene.Keeper.State.Connections.Should().ContainSingle().Which.IsInbound.Should().BeTrue();
        (await scene.QualityAsync("a")).SuccessfulConnections.Should().Be(2);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("z", false)]
    public async Task Accept_WhileWeDial_KeepsTheCallOfTheSmallerIdAsOutboundOnce(string peerId, bool theirsStays)
    {
        await using var scene = new KeeperScene();
        var answer = new TaskCompletionSource<IPeerConnection>();
        var (ours, theirs) = (new FakeConnection(), new FakeConnection());
        scene.Connect = (_, _) => answer.Task;
        await scene.StartAsync(peerId);
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Accept(peerId, theirs);
        answer.SetResult(ours);

        await Eventually.Until(() => ours.IsClosed || theirs.IsClosed);
        ours.IsClosed.Should().Be(theirsStays);
        await Eventually.Until(() => scene.QualityAsync(peerId).Result.SuccessfulConnections > 1);
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        scene.Keeper.State.Connections.Should().ContainSingle().Which.IsInbound.Should().BeFalse();
        (await scene.QualityAsync(peerId)).SuccessfulConnections.Should().Be(2, "it is counted once");
    }

    [Fact]
    public async Task Accept_WhileOurDialFails_IsInboundAndNobodyIsBlamed()
    {
        await using var scene = new KeeperScene();
        var answer = new TaskCompletionSource<IPeerConnection>();
        scene.Connect = (_, _) => answer.Task;
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Accept("a", new FakeConnection());
        answer.SetException(new IOException());

        await Eventually.Until(() => scene.QualityAsync("a").Result.SuccessfulConnections == 2);
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
        scene.Keeper.State.Connections.Should().ContainSingle().Which.IsInbound.Should().BeTrue();
    }

    [Fact]
    public async Task Disconnect_ByTheUser_IsNotDialledUntilAskedFor()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");

        (await scene.Keeper.DisconnectAsync("a")).Should().BeTrue();
        (await scene.Keeper.DisconnectAsync("a")).Should().BeFalse();
        scene.ChangeNetwork();
        scene.Pass(60);

        scene.Dialled.Should().HaveCount(1);
        (await scene.Keeper.ConnectNowAsync("a")).Should().BeTrue();
    }

    [Fact]
    public async Task Stop_WithConnections_ClosesAndRecordsThem()
    {
        var scene = new KeeperScene();
        var connection = new FakeConnection { CloseError = new IOException() };
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(connection);
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(10));

        await scene.Keeper.StopAsync();
        await scene.Keeper.StopAsync();

        connection.IsClosed.Should().BeTrue();
        (await scene.QualityAsync("a")).AverageUptime.Should().Be(TimeSpan.FromSeconds(5), "the mean counts the first connection, too");
        scene.Keeper.State.Status.Should().Be(KeeperStatus.Stopped);
        scene.Keeper.Accept("b", connection).Should().BeFalse();
        scene.Keeper.Invoking(keeper => keeper.Start()).Should().Throw<ObjectDisposedException>();
        await Eventually.Until(() => scene.Setup.Time.ActiveTimers == 0);
    }

    [Fact]
    public async Task Store_ThatIsFull_CostsNoConnectionAndIsToldLater()
    {
        var isFull = false;
        var store = new FullStore(() => isFull);
        await using var scene = new KeeperScene(store: store);
        await scene.KnowAsync("a");
        isFull = true;
        scene.Keeper.Start();
        await scene.UntilConnected("a");
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 1);

        isFull = false;
        while (scene.Keeper.State.Unrecorded > 0)
        {
            scene.Pass(5);
            await Task.Yield();
        }

        (await scene.QualityAsync("a")).SuccessfulConnections.Should().Be(2);
        scene.Connected.Should().Equal("a");
    }

    [Fact]
    public async Task Store_ThatIsFull_IsToldOfFailuresLater()
    {
        var isFull = false;
        var store = new FullStore(() => isFull);
        await using var scene = new KeeperScene(store: store);
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a");
        isFull = true;
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 1);

        isFull = false;

        await scene.PassUntil(() => scene.Keeper.State.Unrecorded == 0);
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().BePositive();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Measurement_ThatThrows_CostsNeitherTheConnectionNorTheRecords(bool inbound)
    {
        await using var scene = new KeeperScene(options => options.Target = inbound ? 0 : 1);
        var connection = new FakeConnection { MeasurementError = new InvalidOperationException() };
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(connection);
        await scene.StartAsync("a");
        if (inbound)
            scene.Keeper.Accept("a", connection);
        await scene.UntilConnected("a");

        await Eventually.Until(() => scene.QualityAsync("a").Result.SuccessfulConnections == 2);
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        connection.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task Start_ASecondKeeper_SaysSo()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        var second = new ConnectionKeeper(scene.Setup.Service, scene, new() { LocalPeerId = "me" }, scene.Setup.Time);

        second.Invoking(keeper => keeper.Start()).Should().Throw<InvalidOperationException>().WithMessage("*one running keeper*");
        scene.Keeper.Invoking(keeper => keeper.Start()).Should().Throw<InvalidOperationException>().WithMessage("*once*");
    }

    [Fact]
    public void Options_OutOfRange_AreNamed()
    {
        var options = new KeeperOptions
        {
            Target = -1, MaxParallelism = 0, AttemptTimeout = TimeSpan.Zero, Interval = TimeSpan.FromSeconds(4), StopTimeout = TimeSpan.FromDays(2),
        };

        FluentActions.Invoking(() => new ConnectionKeeper(new Setup().Service, new KeeperScene(), options))
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(6);
    }
}
