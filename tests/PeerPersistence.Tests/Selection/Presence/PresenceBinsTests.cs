namespace PeerPersistence.Tests;

public class PresenceBinsTests
{
    [Theory]
    [InlineData("2026-03-02T00:00:00Z", 0)] // a Monday
    [InlineData("2026-03-02T01:59:59Z", 0)]
    [InlineData("2026-03-02T02:00:00Z", 1)]
    [InlineData("2026-03-06T23:59:59Z", 11)]
    [InlineData("2026-03-07T00:00:00Z", 12)] // a Saturday
    [InlineData("2026-03-08T23:59:59Z", 23)]
    [InlineData("2026-03-07T00:30:00+01:00", 11)] // still Friday in UTC
    [InlineData("1970-01-01T00:00:00Z", 0)] // a Thursday
    public void At_Instant_IsItsSlotOfWeekdayOrWeekend(string instant, int bin) =>
        PresenceBins.At(PresenceClock.Seconds(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)))
            .Should().Be(bin);

    [Fact]
    public void Habit_NothingWatched_IsOneTenth() => Habit(new(), 0).Should().BeApproximately(0.1, 1e-12);

    [Theory]
    [InlineData(-1, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(15, 0.2)]
    [InlineData(80, 0.3)]
    [InlineData(624, 0.5)]
    [InlineData(int.MaxValue, 0.5)]
    public void Habit_NothingWatched_GrowsWithTheFourthRootOfTheConnections(int connections, double share) =>
        PresenceBins.Habit(new(), connections, 0).Should().BeApproximately(share, 1e-12);

    [Fact]
    public void Habit_SeenInTheSlotBeforeMidnight_CountsHalfAfterIt()
    {
        var state = new PresenceState().WithBin(11, 10, 10);
        var mean = 10.3 / 13;
        Habit(state, 11).Should().BeApproximately((10 + mean) / 11, 1e-12);
        Habit(state, 0).Should().BeApproximately((5 + mean) / 6, 1e-12, "the day is a circle");
        Habit(state, 10).Should().BeApproximately((5 + mean) / 6, 1e-12);
        Habit(state, 5).Should().BeApproximately(mean, 1e-12);
    }

    [Fact]
    public void Habit_SeenOnWeekdays_IsNoNeighbourOfTheWeekend()
    {
        var state = new PresenceState().WithBin(11, 0, 10).WithBin(12, 10, 10);
        var mean = 10.3 / 23;
        var saturday = new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero);
        PresenceBins.Habit(state, connections: 0, PresenceClock.Seconds(saturday)).Should().BeApproximately((10 + mean) / 11, 1e-12);
    }

    [Theory]
    [InlineData(2, 2, false)] // twice of twice
    [InlineData(2.5, 2.5, true)]
    [InlineData(4, 6, false)]
    [InlineData(4.5, 6, true)]
    public void IsUsual_SeenOfWatched_IsMoreOftenThanNotWithTwoOfDoubt(double seen, double watched, bool usual) =>
        PresenceBins.IsUsual(new PresenceState().WithBin(5, seen, watched), 10 * PresenceClock.Hour).Should().Be(usual);

    /// <summary>The habit in a slot of a Monday.</summary>
    private static double Habit(PresenceState state, int slot) =>
        PresenceBins.Habit(state, connections: 0, PresenceClock.Seconds(new DateTimeOffset(2026, 3, 2, 2 * slot, 0, 0, TimeSpan.Zero)));
}
