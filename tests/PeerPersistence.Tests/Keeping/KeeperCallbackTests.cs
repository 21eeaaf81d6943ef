using Moq;

namespace PeerPersistence.Tests;

/// <summary>What an application's own code can do to a keeper from within, or with what it hands over.</summary>
public sealed class KeeperCallbackTests
{
    [Theory]
    [InlineData("throws")]
    [InlineData("no task")]
    public async Task Connector_ThatFailsBeforeItsFirstAwait_IsAFailedTry(string how)
    {
        await using var setup = new Setup();
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b")]);
        await using var keeper = new ConnectionKeeper(
            setup.Service, (peer, _) => peer.PeerId == "b" ? Task.FromResult<IPeerConnection>(new FakeConnection())
                : how == "throws" ? throw new IOException() : null!, new() { LocalPeerId = "me", Target = 1 }, setup.Time);

        keeper.Start();

        await Eventually.Until(() => keeper.Find("b") is not null);
        await Eventually.Until(() => setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == 1);
    }

    [Fact]
    public async Task Connection_WhoseEndCannotBeAsked_CountsAsEnded()
    {
        await using var scene = new KeeperScene();
        var broken = new Mock<IPeerConnection>();
        broken.Setup(connection => connection.Ended).Throws<InvalidOperationException>();
        scene.Connect = (_, _) => Task.FromResult(broken.Object);
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == 1 || scene.Keeper.IsResting);
        broken.Verify(connection => connection.DisposeAsync(), Times.AtLeastOnce);
        broken.Invocations.Clear();

        scene.Keeper.Accept("b", broken.Object).Should().BeFalse();

        broken.Verify(connection => connection.DisposeAsync(), Times.Once);
        scene.Connected.Should().BeEmpty();
    }

    [Fact]
    public async Task Accept_WhileTheKeeperIsStopped_ClosesTheConnection()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync();
        var called = new Mock<IPeerConnection>();
        called.Setup(connection => connection.Ended).Returns(() =>
        {
            scene.Keeper.StopAsync().Wait(); // It has looked whether it was stopped, and at the connection next.
            return new TaskCompletionSource<Departure>().Task;
        });

        scene.Keeper.Accept("a", called.Object).Should().BeFalse();

        called.Verify(connection => connection.DisposeAsync(), Times.Once);
        scene.Keeper.Find("a").Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accept_TheSameConnectionTwice_IsOneThatStays(bool inbound)
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync("a");
        var connection = new FakeConnection();

        scene.Keeper.Accept("a", connection, inbound).Should().BeTrue();
        scene.Keeper.Accept("a", connection, inbound).Should().BeTrue();

        connection.IsClosed.Should().BeFalse();
        scene.Connected.Should().Equal("a");
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        (await scene.QualityAsync("a")).SuccessfulConnections.Should().Be(2, "one more than it had");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("z", true)]
    [InlineData("a", false)]
    [InlineData("z", false)]
    public async Task Connector_ThatHandsItsConnectionInItself_CostsItNothing(string peerId, bool inbound)
    {
        await using var scene = new KeeperScene();
        var connection = new FakeConnection();
        scene.Connect = (id, _) =>
        {
            scene.Keeper.Accept(id, connection, inbound);
            return Task.FromResult<IPeerConnection>(connection);
        };

        await scene.StartAsync(peerId);

        await scene.UntilConnected(peerId);
        await Eventually.Until(() => scene.Keeper.IsResting && scene.Keeper.State.Unrecorded == 0);
        connection.IsClosed.Should().BeFalse();
        scene.Connected.Should().Equal(peerId);
        (await scene.QualityAsync(peerId)).SuccessfulConnections.Should().Be(2, "one more than it had");
    }

    [Fact]
    public async Task Connector_ThatStopsTheKeeper_StopsIt()
    {
        await using var scene = new KeeperScene();
        scene.Connect = async (_, token) =>
        {
            await scene.Keeper.StopAsync(CancellationToken.None);
            return new FakeConnection();
        };
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        await scene.PassUntil(() => scene.Keeper.StopAsync().IsCompleted);

        scene.Connected.Should().BeEmpty();
    }

    [Fact]
    public async Task Connector_ThatPausesAndDialsOthers_IsServed()
    {
        await using var scene = new KeeperScene(options => options.Target = 2);
        scene.Connect = async (peerId, token) =>
        {
            if (peerId == "a" && await scene.Keeper.ConnectNowAsync("b", token))
                scene.Keeper.Pause();
            token.ThrowIfCancellationRequested();
            return new FakeConnection();
        };
        await scene.StartAsync("a", "b");
        await Eventually.Until(() => scene.Keeper.State.Status == KeeperStatus.Paused);

        await scene.UntilConnected("b");
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0, "a try that is given up counts for nobody");
    }

    [Fact]
    public async Task Start_ASecondKeeperAfterTheFirstHasStopped_Works()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await using var second = new ConnectionKeeper(
            scene.Setup.Service, scene, new() { LocalPeerId = "me", Target = 1 }, scene.Setup.Time, logger: null, scene);
        second.Invoking(keeper => keeper.Start()).Should().Throw<InvalidOperationException>();
        await scene.Keeper.StopAsync();

        second.Start();

        await Eventually.Until(() => second.Find("a") is not null);
    }

    [Fact]
    public async Task Stop_WithAConnectionThatNeverCloses_KeepsItsDeadline()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.StartAsync("a");
        var connection = new Mock<IPeerConnection>();
        connection.Setup(each => each.Ended).Returns(new TaskCompletionSource<Departure>().Task);
        var isClosing = false;
        connection.Setup(each => each.DisposeAsync()).Callback(() => isClosing = true)
            .Returns(new ValueTask(new TaskCompletionSource<bool>().Task));
        scene.Keeper.Accept("a", connection.Object).Should().BeTrue();

        var stop = scene.Keeper.StopAsync();
        await Eventually.Until(() => isClosing && scene.Keeper.State.Unrecorded == 0 && scene.Setup.Time.ActiveTimers == 1);
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(5));

        await stop;
        (scene.Keeper.State.Status, scene.Keeper.State.Unrecorded).Should().Be((KeeperStatus.Stopped, 0));
    }
}
