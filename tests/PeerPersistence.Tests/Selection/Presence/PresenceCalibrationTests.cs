namespace PeerPersistence.Tests.Selection.Presence;

public class PresenceCalibrationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.0000004)]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Said_NothingTried_IsWhatTheModelSays(double probability) =>
        PresenceCalibration.Of(new long[TryTally.Numbers]).Said(probability).Should().Be(probability);

    [Fact]
    public void Said_ManyTries_GoesByWhatCameOfThem()
    {
        PresenceCalibration.Of(Tally((7, 400, 384), (2, 400, 40))).Said(0.75).Should().BeApproximately(0.96, 0.04);
        PresenceCalibration.Of(Tally((7, 400, 384), (2, 400, 40))).Said(0.25).Should().BeApproximately(0.1, 0.05);
        PresenceCalibration.Of(Tally((5, 400, 120))).Said(0.55).Should().BeApproximately(0.3, 0.05);
        PresenceCalibration.Of(Tally((0, 2000, 20))).Said(0.05).Should().BeLessThan(0.03);
    }

    [Fact]
    public void Said_FewTries_IsNearWhatTheModelSays()
    {
        PresenceCalibration.Of(Tally((7, 1, 1))).Said(0.75).Should().BeInRange(0.75, 0.78);
        PresenceCalibration.Of(Tally((7, 1, 0))).Said(0.75).Should().BeInRange(0.68, 0.75);
    }

    [Fact]
    public void Said_AnyTally_KeepsTheOrder()
    {
        var random = new Random(17);
        for (var i = 0; i < 500; i++)
        {
            var calibration = PresenceCalibration.Of(
                [.. Enumerable.Range(0, TryTally.Numbers).Select(_ => random.NextInt64(-5, (long)Math.Pow(10, random.Next(1, 9))))]);

            var said = Enumerable.Range(0, 1001).Select(thousandth => calibration.Said(thousandth / 1000d)).ToList();

            said.Should().BeInAscendingOrder().And.OnlyContain(chance => chance >= 0 && chance <= 1);
            said.Take(900).Should().OnlyHaveUniqueItems();
        }
    }

    private static long[] Tally(params (int Tenth, long Tries, long Answered)[] tries)
    {
        var tally = new long[TryTally.Numbers];
        foreach (var (tenth, tried, answered) in tries)
            (tally[2 * tenth], tally[(2 * tenth) + 1]) = (tried, answered);
        return tally;
    }
}
