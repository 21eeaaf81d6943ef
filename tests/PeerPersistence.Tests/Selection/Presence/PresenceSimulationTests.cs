using PeerPersistence.Simulator;

namespace PeerPersistence.Tests;

/// <summary>A small run of the simulator behind <c>docs/selection-tables.md</c>. Worlds follow from their seeds, so nothing here is left to chance.</summary>
[Trait("Speed", "Slow")]
[Trait("Worlds", "")]
public class PresenceSimulationTests
{
    private static readonly int[] Seeds = [.. Enumerable.Range(1, 5)];

    [Fact]
    public void Order_SevenScenarios_FindsSomebodySoonerThanTheOriginalInEach()
    {
        var table = Table.Measure(Scenarios.All, [_ => new PresencePolicy("model", gossip: true), _ => new OriginalPolicy()], Seeds);
        var (model, original) = (table.Rows[0].ByScenario, table.Rows[1].ByScenario);

        for (var scenario = 0; scenario < Scenarios.All.Count; scenario++)
            model[scenario].Mean.Should().BeLessThan(original[scenario].Mean, Scenarios.All[scenario].Name);
        Sample.GeometricMean(model).Mean.Should().BeLessThan(0.75 * Sample.GeometricMean(original).Mean);
    }

    [Fact]
    public void Library_ThroughItsPublicFace_OrdersAsItsModelDoes()
    {
        var scenarios = Scenarios.All.Where(scenario => scenario.Name is "refresh" or "commuter").ToList();
        var table = Table.Measure(scenarios, [world => new LibraryPolicy(world), _ => new PresencePolicy("model", gossip: true)], Seeds[..2]);
        var (library, model) = (table.Rows[0].ByScenario, table.Rows[1].ByScenario);

        for (var scenario = 0; scenario < scenarios.Count; scenario++)
            library[scenario].Mean.Should().BeApproximately(model[scenario].Mean, 0.1 * model[scenario].Mean, scenarios[scenario].Name);
    }

    [Fact]
    public void Background_FiveMinutesApart_WastesLessThanTheOriginalAndFindsMore()
    {
        var (library, original) = (default(Background), default(Background));
        foreach (var scenario in Scenarios.All.Where(scenario => scenario.Name is "commuter" or "strangers"))
        {
            var world = new World(scenario, Seeds[0]);
            library += Background.Measure(world, new LibraryPolicy(world));
            original += Background.Measure(world, new OriginalPolicy());
        }

        library.WastedPerVisit.Should().BeLessThan(0.6 * original.WastedPerVisit);
        library.Coverage.Should().BeGreaterThan(original.Coverage);
    }

    [Fact]
    public void Reconnect_ThreeAtOnce_IsAsQuickAsThreeThatNeverRest()
    {
        var starts = TimedStarts.Measure(new(Scenarios.All.Single(scenario => scenario.Name == "commuter"), Seeds[0]));

        starts.Library.Should().BeLessThan(1.01 * starts.Plain);
        starts.Library.Should().BeLessThan(0.8 * starts.Original);
    }

    [Fact]
    public void Herd_ACommonPeerReturns_ItsThousandClientsDoNotComeAtOnce()
    {
        Herd.PeakPerSecond(jitter: true).Should().BeLessThan(10);
        Herd.PeakPerSecond(jitter: false).Should().Be(Herd.Clients);
    }
}
