using PeerPersistence.Tests.Diagnostics;
using PeerPersistence.Tests.Docs;
using D = PeerPersistence.PeerPersistenceDiagnostics;

namespace PeerPersistence.Tests;

/// <summary>What a keeper measures and traces is what a scenario did, under the names, units, tags and values of the page.</summary>
public sealed class KeeperTelemetryTests : IDisposable
{
    private readonly OwnTelemetry _heard = new();

    public void Dispose() => _heard.Dispose();

    [Fact]
    public async Task Metrics_OfAScenario_AreWhatItDid()
    {
        var (connected, failed, stopped) = await ConnectedAgainFailedAndOvertakenAsync();

        var connections = _heard.Of(D.KeeperConnections);
        connections.Count(one => one.Value == 1).Should().Be(5, "two were dialled, one of them twice, and three called");
        connections.Count(one => one.Value == -1).Should().Be(5, "each ended");
        _heard.Of(D.KeeperLosses).Select(one => one.Value).Should().Equal([1, 1], "one broke, and one peer left");
        var tries = Outcomes(_heard.Of(D.AttemptDuration).Select(one => one.Tags[D.OutcomeTag]));
        (tries.Connected, tries.Failed).Should().Be((connected, failed));
        tries.Stopped.Should().BeGreaterThanOrEqualTo(stopped, "a round also stops a try at somebody who is connected already");
        foreach (var one in connections.Concat(_heard.Of(D.KeeperLosses)).Concat(_heard.Of(D.AttemptDuration)))
        {
            var row = OperationsPage.Instruments.Single(row => row.Name == one.Name);
            (one.Unit, string.Join(' ', one.Tags.Keys)).Should().Be((row.Unit, string.Join(' ', row.Tags)));
        }
    }

    [Fact]
    public async Task Activities_OfAScenario_AreWhatItDidAndWhatThePageNames()
    {
        var outcomes = await ConnectedAgainFailedAndOvertakenAsync();

        var calls = _heard.Activities.Where(activity => activity.OperationName == "PeerPersistence.Connect").ToList();
        Outcomes(calls.Select(activity => activity.GetTagItem(D.OutcomeTag))).Should().Be(outcomes);
        calls.Should().OnlyContain(activity => activity.TagObjects.Count() == 1 && !activity.Events.Any());
        OperationsPage.ValuesOf(D.OutcomeTag).Should().BeEquivalentTo(calls.Select(activity => activity.GetTagItem(D.OutcomeTag)).Distinct());
        _heard.Activities.Where(activity => activity.GetTagItem(D.OperationTag) is null).Select(activity => activity.OperationName).Distinct()
            .Should().BeEquivalentTo(OperationsPage.Activities);
    }

    private static (int Connected, int Failed, int Stopped) Outcomes(IEnumerable<object?> outcomes)
    {
        var all = outcomes.Cast<string>().ToLookup(outcome => outcome);
        return (all["connected"].Count(), all["failed"].Count(), all["stopped"].Count());
    }

    /// <summary>How many calls of the connector came to which end.</summary>
    private static async Task<(int Connected, int Failed, int Stopped)> ConnectedAgainFailedAndOvertakenAsync()
    {
        var scene = new KeeperScene(options => options.Target = 3);
        var (first, overtaken) = (new FakeConnection(), new TaskCompletionSource<IPeerConnection>());
        scene.Connect = (peerId, _) => peerId switch
        {
            "fails" => throw new IOException("192.0.2.1"),
            "overtakes" => overtaken.Task,
            _ => Task.FromResult<IPeerConnection>(scene.Dialled.Count(id => id == "friend") == 1 ? first : new FakeConnection()),
        };
        await scene.StartAsync("friend", "fails", "overtakes");
        await Eventually.Until(() => scene.Dialled.Contains("overtakes") && scene.Connected.Contains("friend"));

        scene.Keeper.Accept("overtakes", new FakeConnection());
        overtaken.SetException(new IOException());
        await Eventually.Until(() => scene.Setup.Service.GetPeerAsync("fails").Result!.ReconnectionAttempts == 1 && scene.Keeper.IsResting);
        scene.Setup.Time.Advance(TimeSpan.FromSeconds(10));
        first.End(Departure.Network);
        await Eventually.Until(() => scene.Dialled.Count(id => id == "friend") == 2);
        await scene.UntilConnected("friend", "overtakes");
        await Eventually.Until(() => scene.Keeper.IsResting); // A try is counted a moment after its connection is shown.

        scene.Keeper.Accept("caller", new FakeConnection());
        await scene.Keeper.DisconnectAsync("caller");
        scene.Keeper.Accept("guest", new FakeConnection().End(Departure.Remote)).Should().BeFalse("it had ended: it never counts");
        var guest = new FakeConnection();
        scene.Keeper.Accept("guest", guest);
        guest.End(Departure.Remote);
        await Eventually.Until(() => guest.IsClosed); // The last thing that is done for it: its end is counted before.
        await Eventually.Until(() => scene.Keeper.State.Unrecorded == 0);
        await scene.DisposeAsync();
        return (2, scene.Dialled.Count(id => id == "fails"), 1);
    }
}
