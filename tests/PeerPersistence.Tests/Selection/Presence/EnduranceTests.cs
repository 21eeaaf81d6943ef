using PeerPersistence.Simulator;

namespace PeerPersistence.Tests;

/// <summary>How long presence lasts in the worlds in which orders are compared.</summary>
[Trait("Speed", "Slow")]
[Trait("Worlds", "")]
public class EnduranceTests
{
    private const int Hour = 3600;
    private const int Days = 126;

    private static readonly int[] Lags = [4 * Hour, 24 * Hour, 7 * 24 * Hour];

    /// <summary>Of the people of two chats .45 to .55 is left after four hours, .32 to .34 after a day, .12 to .13 after a week.</summary>
    [Fact]
    public void Presence_OfPeopleInStreaks_LastsAboutAsThatOfRealPeople()
    {
        var (lasting, plain) = (Of(Scenarios.Lasting), Of(Scenarios.All));

        lasting[0].Should().BeInRange(0.35, 0.6);
        lasting[1].Should().BeInRange(0.2, 0.4);
        lasting[2].Should().BeInRange(0.05, 0.2);
        plain[0].Should().BeLessThan(0.3, "most sessions are short, and their days independent");
    }

    private static IReadOnlyList<double> Of(IReadOnlyList<Scenario> scenarios)
    {
        var world = new World(scenarios.Single(scenario => scenario.Name == "a week away"), 1);
        return Endurance.Of(world.Peers.Where(peer => peer.Kind != Simulator.PeerKind.Stranger).Select(peer => peer.Online), Days * 24 * Hour, Lags);
    }
}
