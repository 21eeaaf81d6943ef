namespace PeerPersistence.Tests;

/// <summary>With nobody connected, perhaps our own network was cut, and nobody told.</summary>
public sealed class KeeperAloneTests
{
    [Fact]
    public async Task Alone_WithAPeerWhoseConnectionsEndAtOnce_TriesItWithinMinutes()
    {
        await using var scene = new KeeperScene();
        scene.Connect = (_, _) => throw new IOException();
        await scene.StartAsync("a");
        for (var flaps = 0; flaps < 12; flaps++)
        {
            var connection = new FakeConnection();
            scene.Keeper.Accept("a", connection);
            connection.End();
            await Eventually.Until(() => scene.Connected.Count == 0 && scene.Keeper.IsResting);
        }

        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());
        for (var passed = 0; passed < 600; passed += 5)
        {
            scene.Dialled.Count.Should().BeLessThan(50, "it rests");
            scene.Pass(5);
            await Eventually.Until(() => scene.Keeper.IsResting);
        }

        await scene.UntilConnected("a");
    }

    private static readonly string[] Seven = ["a", "b", "c", "d", "e", "f", "g"];

    [Fact]
    public async Task Alone_WhileEverybodyWaits_MakesOneTryAllTheSame()
    {
        await using var scene = new KeeperScene();
        await AllFailAsync(scene, "a", "b");

        scene.Pass(10);
        await KeeperScene.Settle();
        scene.Dialled.Should().HaveCount(2);
        scene.Pass(10);

        await Eventually.Until(() => scene.Dialled.Count > 2);
        await KeeperScene.Settle();
        scene.Dialled.Should().HaveCount(3, "the shortest wait is a minute, and one try is enough to see");
    }

    [Fact]
    public async Task Alone_ForAWhile_TakesTheFiveLikeliestInTurn()
    {
        await using var scene = new KeeperScene();
        await AllFailAsync(scene, Seven);
        await scene.Setup.Service.ObserveMeshAsync(["x"]); // They wait for an hour now.
        await Eventually.Until(() => scene.Keeper.IsResting);
        var likeliest = (await scene.Setup.Service.GetReconnectionCandidatesAsync(new() { Limit = 5 })).Select(each => each.Peer.PeerId).ToList();

        var before = scene.Dialled.Count;
        for (var tries = 1; tries <= 4; tries++)
        {
            scene.Pass(15);
            await Eventually.Until(() => scene.Dialled.Count >= before + tries && scene.Keeper.IsResting);
        }

        scene.Dialled.Skip(before).Should().Equal(likeliest.Take(4), "who failed is less likely now, and none of them has a second turn before all had one");
    }

    [Fact]
    public async Task Alone_UntilSomebodyCalls_ForgetsTheFailuresOfThatTime()
    {
        await using var scene = new KeeperScene(options => options.Target = 3);
        await AllFailAsync(scene, "a", "b");
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());

        scene.Keeper.Accept("c", new FakeConnection());

        await scene.UntilConnected("a", "b", "c");
    }

    [Fact]
    public async Task Alone_UntilATryWorks_ForgetsTheFailuresOfThatTime()
    {
        await using var scene = new KeeperScene(options => options.Target = 3);
        await AllFailAsync(scene, "a", "b", "c");
        scene.Connect = (_, _) => Task.FromResult<IPeerConnection>(new FakeConnection());

        scene.Pass(20);

        await scene.UntilConnected("a", "b", "c");
    }

    [Fact]
    public async Task NotAlone_WhileEverybodyWaits_MakesNoTry()
    {
        await using var scene = new KeeperScene(options => options.Target = 3);
        scene.Keeper.Accept("c", new FakeConnection());
        await AllFailAsync(scene, "a", "b");

        scene.Pass(55);
        await KeeperScene.Settle();

        scene.Dialled.Should().HaveCount(2);
    }

    [Fact]
    public async Task Alone_WithPinnedPeersOnly_TriesNobodyElse()
    {
        await using var scene = new KeeperScene(options => options.Target = 0);
        await scene.KnowAsync("a", "b");
        await scene.Setup.Service.SetPinnedAsync("a", true);
        await AllFailAsync(scene);

        scene.Pass(20);

        await Eventually.Until(() => scene.Dialled.Count == 2);
        scene.Dialled.Should().Equal("a", "a");
    }

    /// <summary>Everybody has been dialled in vain, and waits now.</summary>
    private static async Task AllFailAsync(KeeperScene scene, params string[] peerIds)
    {
        scene.Connect = (_, _) => throw new IOException();
        await scene.StartAsync(peerIds);
        await Eventually.Until(() => scene.Dialled.Count >= Math.Max(1, peerIds.Length) && scene.Keeper.State.Connections.All(link => link.IsConnected));
        await Eventually.Until(() => scene.Keeper.IsResting);
    }
}
