namespace PeerPersistence.Tests;

/// <summary>Outcomes that are rare, and must not be lost or counted for somebody.</summary>
public sealed class KeeperOutcomeTests
{
    [Fact]
    public async Task Accept_ThatTakesThePlaceOfANewConnectionOfOurs_ItsEndIsRecorded()
    {
        await using var scene = new KeeperScene();
        var theirs = new FakeConnection();
        await scene.StartAsync("a");
        await scene.UntilConnected("a");

        scene.Keeper.Accept("a", theirs).Should().BeTrue("of calls that cross, the one of the smaller id stays");
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(20));
        theirs.End(Departure.Remote);

        await Eventually.Until(() => scene.QualityAsync("a").Result.AverageUptime == TimeSpan.FromSeconds(10));
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
    }

    [Fact]
    public async Task Accept_WhileOurDialRunsOutOfTime_NobodyIsBlamed()
    {
        await using var scene = new KeeperScene(options => (options.Target, options.MaxParallelism) = (2, 1));
        scene.Connect = (_, _) => new TaskCompletionSource<IPeerConnection>().Task;
        await scene.StartAsync("a", "b");
        await Eventually.Until(() => scene.Dialled.Count == 1);

        scene.Keeper.Accept("a", new FakeConnection());
        scene.Pass(15);
        await Eventually.Until(() => scene.Dialled.Count == 2);
        scene.Pass(15);

        await Eventually.Until(() => scene.Setup.Logger.Entries.Any(entry => entry.Id.Id == 400));
        (await scene.Setup.Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(0);
        (await scene.Setup.Service.GetPeerAsync("b"))!.ReconnectionAttempts.Should().Be(1);
    }

    [Fact]
    public async Task Offline_InTheMiddleOfARound_DialsNobodyFromThenOn()
    {
        await using var scene = new KeeperScene(options => options.MaxParallelism = 1);
        scene.Connect = (_, _) =>
        {
            scene.IsDown = true;
            throw new IOException();
        };
        await scene.StartAsync("a", "b");

        await Eventually.Until(() => scene.Setup.Logger.Entries.Any(entry => entry.Id.Id == 400));
        scene.Dialled.Should().HaveCount(1);
    }
}
