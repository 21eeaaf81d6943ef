namespace PeerPersistence.Tests.Peers.Evidence;

public sealed class VainTriesTests
{
    private const int Month = 30;

    [Theory]
    [InlineData(1, 31, true)]
    [InlineData(1, 30, false)]
    [InlineData(5, 7, true)]
    [InlineData(5, 6, false)]
    [InlineData(4, 8, false)]
    [InlineData(4, 9, true)]
    [InlineData(90, 7, true)]
    [InlineData(90, 6, false)]
    public void AreEnough_TriesEveryFewDays_AfterSevenDaysAndThirty(int every, int tries, bool enough) =>
        Try(Enumerable.Range(0, tries).Select(i => 20_000 + (i * every)), _ => true).AreEnough(_ => true, Month).Should().Be(enough);

    [Fact]
    public void AreEnough_NobodyElseAnswered_Never() =>
        Try(Enumerable.Range(20_000, 100), _ => false).AreEnough(_ => false, Month).Should().BeFalse();

    [Fact]
    public void AreEnough_AnotherAnsweredAfterTheTry_CountsAsWell()
    {
        var answered = new HashSet<int>();
        var vain = new VainTries();
        for (var day = 20_000; day <= 20_030; day++)
        {
            vain = vain.With((ushort)day, today => answered.Contains(today), Month);
            answered.Add(day);
        }

        vain.Days.Should().Be(30);
        vain.AreEnough(day => answered.Contains(day), Month).Should().BeTrue("the last day counts when the cleanup looks");
    }

    [Theory]
    [InlineData(20_038)]
    [InlineData(65_535)]
    [InlineData(1)]
    public void AreEnough_OneDayOfAWrongClock_IsNotAMonth(int wrong)
    {
        var vain = Try(Enumerable.Range(20_000, 8).Append(wrong), _ => true);

        vain.AreEnough(_ => true, Month).Should().BeFalse();
        Try(Enumerable.Range(20_000, 8).Append(wrong).Concat(Enumerable.Range(20_008, 30)), _ => true).AreEnough(_ => true, Month).Should().BeTrue();
    }

    [Fact]
    public void With_ManyTriesInADay_AreOneDay() =>
        Try(Enumerable.Repeat(20_000, 50), _ => true).Days.Should().Be(1);

    private static VainTries Try(IEnumerable<int> days, Func<ushort, bool> answered) =>
        days.Aggregate(new VainTries(), (vain, day) => vain.With((ushort)day, answered, Month));
}
