namespace PeerPersistence.Tests.Peers.Evidence;

public sealed class DayCountTests
{
    [Fact]
    public void With_AnyDays_CountsEachOnceAndRemembersAMonth()
    {
        var days = Of(100, 100, 101, 103, 103);

        (days.Count, days.Last).Should().Be((3, 103));
        Enumerable.Range(95, 15).Where(day => days.Contains((ushort)day)).Should().Equal(100, 101, 103);
        days = days.With(131);
        days.Contains(100).Should().BeTrue("it is 31 days ago");
        days.With(132).Contains(100).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    [InlineData(20_800)]
    public void With_ClockWrongForOnce_CountsOneDayAndGoesOn(int wrong)
    {
        var days = Of(20_000, 20_001, wrong, 20_002, 20_003, 20_003);

        (days.Count, days.Last).Should().Be((5, 20_003));
        days.Contains(20_002).Should().BeTrue();
    }

    [Fact]
    public void With_ClockAWeekAhead_RemembersTheDaysBefore()
    {
        var days = Of(20_007, 20_000, 20_001, 20_001);

        days.Count.Should().Be(3);
        days.Contains(20_001).Should().BeTrue();
        days.Contains(20_002).Should().BeFalse();
    }

    [Fact]
    public void Contains_Nothing_IsNoDay() => new DayCount().Contains(0).Should().BeFalse();

    private static DayCount Of(params int[] days) => days.Aggregate(new DayCount(), (count, day) => count.With((ushort)day));
}
