namespace PeerPersistence.Tests.Peers.Evidence;

public class TryTallyTests
{
    [Theory]
    [InlineData(0, 0), InlineData(0.0999, 0), InlineData(0.1, 1), InlineData(0.35, 3), InlineData(0.999999, 9), InlineData(1, 9)]
    public void With_Probability_CountsInItsTenth(double said, int tenth)
    {
        var tally = TryTally.With(TryTally.With([], said, answered: true), said, answered: false);

        tally.Should().HaveCount(TryTally.Numbers);
        (tally[2 * tenth], tally[(2 * tenth) + 1], tally.Sum(number => number)).Should().Be(((ushort)2, (ushort)1, 3));
    }

    [Fact]
    public void With_TenthThatIsFull_KeepsItsShare()
    {
        var tally = (IReadOnlyList<ushort>)[ushort.MaxValue, 20_000, .. new ushort[TryTally.Numbers - 2]];

        TryTally.With(tally, 0, answered: true).Take(2).Should().Equal((ushort)(32_767 + 1), (ushort)(10_000 + 1));
    }

    [Fact]
    public void With_AnyTally_LeavesItAsItWas()
    {
        var before = TryTally.With([], 0.5, answered: true);
        TryTally.With(before, 0.5, answered: true);

        before.Sum(number => number).Should().Be(2);
    }
}
