using System.Collections.Concurrent;

namespace PeerPersistence.Tests;

/// <summary>What a display is bound to is so as soon as a call returns.</summary>
public sealed class KeeperStateTests
{
    private static readonly MissingPeer SentAway = new("a", MissingReason.Disconnected);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disconnect_WhenItReturns_IsShown(bool paused)
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        if (paused)
            scene.Keeper.Pause();

        await scene.Keeper.DisconnectAsync("a");

        scene.Keeper.State.Missing.Should().Equal(SentAway);
        scene.Keeper.State.Connections.Should().BeEmpty();
    }

    [Fact]
    public async Task Disconnect_OfWhomIsDialled_IsShownAndTold()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => new TaskCompletionSource<IPeerConnection>().Task;
        await scene.StartAsync("a");
        await Eventually.Until(() => scene.Dialled.Count == 1);
        List<KeeperState> told = [];
        scene.Keeper.PropertyChanged += (_, _) => told.Add(scene.Keeper.State);

        (await scene.Keeper.DisconnectAsync("a")).Should().BeFalse();

        scene.Keeper.State.Missing.Should().Equal(SentAway);
        told.Should().Contain(state => state.Missing.Contains(SentAway));
    }

    [Fact]
    public async Task ConnectNow_OfWhomTheUserSentAway_IsShownAtOnceAndAfterItFailed()
    {
        await using var scene = new KeeperScene();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        await scene.Keeper.DisconnectAsync("a");
        var answer = new TaskCompletionSource<IPeerConnection>();
        scene.Connect = (_, _) => answer.Task;

        var asked = scene.Keeper.ConnectNowAsync("a");

        scene.Keeper.State.Missing.Should().BeEmpty();
        await Eventually.Until(() => scene.Keeper.State.Connections.Count == 1);
        answer.SetException(new IOException());
        (await asked).Should().BeFalse();
        scene.Keeper.State.Missing.Should().NotContain(SentAway);
    }

    [Fact]
    public async Task ConnectNow_OfAPinnedPeerThatFails_IsMissingUntilItsBackoffIsOver()
    {
        await using var scene = new KeeperScene();
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        scene.Keeper.Start();
        await scene.UntilConnected("a");
        await scene.Keeper.DisconnectAsync("a");
        scene.Connect = (_, _) => throw new IOException();

        await scene.Keeper.ConnectNowAsync("a");

        await Eventually.Until(() => scene.Keeper.State.Missing is [{ PeerId: "a", Reason: MissingReason.Waiting, Until: not null }]);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("paused")]
    [InlineData("offline")]
    public async Task Loss_OfAFriend_IsShownWhenItIsTold(string status)
    {
        await using var scene = new KeeperScene();
        var connection = new FakeConnection();
        scene.Connect = (_, _) => scene.Dialled.Count == 1 ? Task.FromResult<IPeerConnection>(connection) : throw new IOException();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");
        if (status == "paused")
            scene.Keeper.Pause();
        scene.IsDown = status == "offline";
        scene.ChangeNetwork();
        await Eventually.Until(() => scene.Keeper.State.Status.ToString().Equals(status, StringComparison.OrdinalIgnoreCase));
        var told = new ConcurrentQueue<KeeperState>();
        scene.Keeper.PropertyChanged += (_, _) => told.Enqueue(scene.Keeper.State);

        connection.End();

        await Eventually.Until(() => !told.IsEmpty);
        told.ToList().Should().OnlyContain(
            state => state.Connections.Count + state.Missing.Count == 1, "it is connected, dialled or missing, and nothing in between");
    }

    [Fact]
    public async Task Pause_WhileAPinnedPeerIsDialled_SaysThatItIsMissing()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => new TaskCompletionSource<IPeerConnection>().Task;
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Pause();

        await Eventually.Until(() => scene.Keeper.State.Missing is [{ PeerId: "a", Reason: MissingReason.Waiting }]);
        scene.Dialled.Should().HaveCount(1);
    }

    [Fact]
    public async Task Block_OfWhomIsMissing_IsShownWithoutWaiting()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.KnowAsync("a");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        scene.Keeper.Start();
        await Eventually.Until(() => scene.Keeper.State.Missing is [{ Until: not null }] && scene.Keeper.IsResting);

        await scene.Setup.Service.BlockAsync("a");

        await Eventually.Until(() => scene.Keeper.State.Missing is [{ Reason: MissingReason.Blocked }]);
    }
}
