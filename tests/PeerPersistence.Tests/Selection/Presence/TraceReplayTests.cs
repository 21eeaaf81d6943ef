using PeerPersistence.Simulator;

namespace PeerPersistence.Tests;

/// <summary>A small part of the replay behind <c>docs/selection-tables.md</c>. Who observes, and all luck, follows from fixed seeds.</summary>
[Trait("Speed", "Slow")]
[Trait("Worlds", "")]
public class TraceReplayTests
{
    private static readonly IReadOnlyList<Func<World, Policy>> Others =
        [_ => new HistogramPolicy(), _ => Policies.MostRecentlySeen(), _ => new OriginalPolicy(), _ => Policies.BitcoinCore()];

    // Lived once, asked twice.
    private static readonly Lazy<Observations> Qtox = new(() => ReplayOf("qtox"));

    [Theory]
    [InlineData("qtox")]
    [InlineData("yocto_talk")]
    public void Library_RealPeople_FindsSomebodySoonerThanTheOthers(string trace)
    {
        var observations = trace == "qtox" ? Qtox.Value : ReplayOf(trace);

        observations.Sum(replay => replay.Restarts).Should().BeGreaterThan(100);
        foreach (var order in observations.Orders.Where(order => order != LibraryPolicy.Title))
            observations.Paired(order, replay => replay.Tries).Mean.Should().BePositive(order);
    }

    [Fact]
    public void Library_PresenceItself_ForetellsBetterThanAHistogram()
    {
        Qtox.Value.Paired(HistogramPolicy.Title, replay => replay.LogLoss).Mean.Should().BePositive();
        Qtox.Value.Paired(HistogramPolicy.Title, replay => replay.Brier).Mean.Should().BePositive();
    }

    [Fact]
    public void World_OfATrace_NamesNobodyBeforeTheyMet()
    {
        var window = TraceWindow.Choose(Trace.Read("qtox"), 1, _ => true).Single();
        var world = TraceWorld.Of(window);
        var met = world.Peers.Where(peer => world.MetAt(peer) < int.MaxValue).ToList();

        world.Visits.Should().HaveCountGreaterThanOrEqualTo(60);
        met.Should().NotBeEmpty();
        foreach (var peer in met)
        {
            world.Names(peer, world.MetAt(peer) - 1).Should().BeFalse();
            peer.Online.Covers(world.MetAt(peer) - 1).Should().BeTrue("two meet who are there together");
            world.Visits.Should().Contain(visit => visit.Start < world.MetAt(peer) && world.MetAt(peer) <= visit.End);
        }
    }

    private static Observations ReplayOf(string trace) => Observations.Of(trace, most: 3, _ => true, [world => new LibraryPolicy(world), .. Others]);
}
