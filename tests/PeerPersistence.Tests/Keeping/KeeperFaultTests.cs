using Moq;

namespace PeerPersistence.Tests;

/// <summary>Bad input, and a store that fails: a clear answer, and nothing lost.</summary>
public sealed class KeeperFaultTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("me")]
    public async Task Accept_WhoCannotBe_IsRefused(string? peerId)
    {
        await using var scene = new KeeperScene();
        var connection = new FakeConnection();

        scene.Keeper.Invoking(keeper => keeper.Accept(peerId!, connection)).Should().Throw<ArgumentException>().Which.ParamName.Should().Be("peerId");

        connection.IsClosed.Should().BeFalse("it is the caller's still");
        scene.Keeper.State.Connections.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_WithWhatCannotBe_AreRefused()
    {
        await using var scene = new KeeperScene();

        scene.Keeper.Invoking(keeper => keeper.Accept("a", null!)).Should().Throw<ArgumentNullException>();
        scene.Keeper.Invoking(keeper => keeper.Find("")).Should().Throw<ArgumentException>();
        await scene.Keeper.Awaiting(keeper => keeper.ConnectNowAsync("")).Should().ThrowAsync<ArgumentException>();
        await scene.Keeper.Awaiting(keeper => keeper.DisconnectAsync(null!)).Should().ThrowAsync<ArgumentException>();
        FluentActions.Invoking(() => new ConnectionKeeper(scene.Setup.Service, (IPeerConnector)null!, new() { LocalPeerId = "me" }))
            .Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new ConnectionKeeper(
            scene.Setup.Service, (Func<PeerData, CancellationToken, Task<IPeerConnection>>)null!, new() { LocalPeerId = "me" }))
            .Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accept_OfAConnectionThatHasEndedOrCannotTell_ClosesIt(bool cannotTell)
    {
        await using var scene = new KeeperScene();
        var dead = new Mock<IPeerConnection>();
        dead.Setup(connection => connection.Ended).Returns(cannotTell ? null! : Task.FromResult(Departure.Remote));

        scene.Keeper.Accept("a", dead.Object).Should().BeFalse();

        dead.Verify(connection => connection.DisposeAsync());
    }

    [Fact]
    public async Task ConnectNow_UnknownOrStopped_AnswersClearly()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync();

        (await scene.Keeper.ConnectNowAsync("nobody")).Should().BeFalse();
        await scene.Keeper.StopAsync();

        await scene.Keeper.Awaiting(keeper => keeper.ConnectNowAsync("a")).Should().ThrowAsync<ObjectDisposedException>();
        scene.Dialled.Should().BeEmpty();
    }

    [Fact]
    public async Task Store_ThatFailsWhileConnectionsStand_CostsNoneAndIsToldAllLater()
    {
        var store = new FailingStore();
        await using var scene = new KeeperScene(options => options.Target = 0, store);
        await scene.StartAsync("a", "b");
        scene.Keeper.Accept("a", new FakeConnection());
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);

        store.Fails = true;
        scene.Keeper.Accept("b", new FakeConnection()).Should().BeTrue();
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 1);
        for (var beat = 0; beat < 20; beat++)
        {
            scene.Pass(5);
            await KeeperScene.Settle();
        }

        scene.Connected.Should().Equal("a", "b");
        (scene.Keeper.State.Status, scene.Keeper.State.Unrecorded).Should().Be((KeeperStatus.Running, 1));
        store.Fails = false;

        await scene.PassUntil(() => scene.Keeper.State.Unrecorded == 0);
        (await scene.QualityAsync("b")).SuccessfulConnections.Should().Be(2);
    }

    private sealed class FailingStore() : DelegatingKeyValueStore(new InMemoryKeyValueStore())
    {
        public bool Fails { get; set; }

        public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.GetAsync(key, cancellationToken);

        public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
            IReadOnlyList<string> keys, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.GetManyAsync(keys, cancellationToken);

        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException() : base.CommitAsync(batch, cancellationToken);
    }
}
