using Moq;

namespace PeerPersistence.Tests;

/// <summary>What an application's connector can do to a keeper.</summary>
public sealed class KeeperConnectorTests
{
    [Theory]
    [InlineData("throws")]
    [InlineData("null")]
    [InlineData("dead")]
    [InlineData("endless")]
    public async Task Connector_ThatFails_IsAFailedTryAndTheNextOneFollows(string how)
    {
        await using var scene = new KeeperScene();
        scene.Connect = (peerId, _) => peerId != "a" ? Task.FromResult<IPeerConnection>(new FakeConnection()) : how switch
        {
            "throws" => throw new IOException("no"),
            "null" => Task.FromResult<IPeerConnection>(null!),
            "endless" => Task.FromResult(Mock.Of<IPeerConnection>(connection => connection.Ended == null!)),
            _ => Task.FromResult<IPeerConnection>(new FakeConnection().End()),
        };

        await scene.StartAsync("a", "b");

        await scene.UntilConnected("b");
        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("a").Result!.ReconnectionAttempts == 1);
    }

    [Fact]
    public async Task Connector_ThatIgnoresItsToken_IsAbandonedAndItsLateConnectionClosed()
    {
        await using var scene = new KeeperScene();
        var late = new TaskCompletionSource<IPeerConnection>();
        var connection = new FakeConnection();
        scene.Connect = (_, _) => late.Task;
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1 && scene.Setup.Time.ActiveTimers >= 3);

        scene.Setup.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Until(() => scene.Keeper.State.Connections.Count == 0);
        late.SetResult(connection);

        await Eventually.Until(() => connection.IsClosed);
        scene.Connected.Should().BeEmpty();
    }

    [Fact]
    public async Task Connector_ThatCallsBack_IsServed()
    {
        await using var scene = new KeeperScene();
        scene.Connect = async (peerId, token) =>
        {
            await scene.Setup.Service.UpdatePeerAsync(peerId, peer => peer with { DisplayName = "Called back" }, token);
            _ = scene.Keeper.State;
            await scene.Keeper.DisconnectAsync("nobody", token);
            return new FakeConnection();
        };

        await scene.StartAsync("a");

        await scene.UntilConnected("a");
    }

    [Fact]
    public async Task Connector_ThatIsAMethod_IsCalled()
    {
        await using var setup = new Setup();
        await setup.Service.StorePeerAsync(setup.Friend("a"));
        await using var keeper = new ConnectionKeeper(setup.Service, ConnectAsync, new() { LocalPeerId = "me" }, setup.Time);

        (await keeper.ConnectNowAsync("a")).Should().BeTrue();

        static async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new FakeConnection();
        }
    }
}
