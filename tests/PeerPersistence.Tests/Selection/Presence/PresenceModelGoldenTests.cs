namespace PeerPersistence.Tests;

/// <summary>Values worked out apart from the code, to the bit: a formula that is changed shows here.</summary>
public class PresenceModelGoldenTests
{
    private static readonly DateTimeOffset LastSeen = new(2026, 3, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 30, 0, TimeSpan.Zero);

    private static readonly PresenceFacts Facts =
        new(new(2026, 2, 20, 8, 0, 0, TimeSpan.Zero), LastSeen, 3, 4, ConnectionType.ServerReflexive);

    /// <summary>Three rounds of gossip from a Wednesday's 9:00 on, ten minutes apart.</summary>
    private static PresenceState Start => Enumerable.Range(0, 3).Aggregate(
        (PresenceState?)null, (state, round) => PresenceModel.HeardInGossip(state, Facts, LastSeen.AddMinutes(10 * round)))!;

    [Fact]
    public void Estimate_RecordWithoutState_TakesItFromTheRecord()
    {
        var estimate = PresenceModel.Estimate(null, Facts, Now);

        estimate.Online.Should().BeApproximately(0.478347563039749, 1e-12);
        estimate.Alive.Should().BeApproximately(0.996656583346601, 1e-12, "nobody has listened since, so silence counts little");
        estimate.Reach.Should().BeApproximately(0.75, 1e-12);
        estimate.Probability.Should().Be(0.357561);
    }

    [Theory]
    [InlineData("nothing", "//8AAwABQPmnaUD5p2kkUAAA", 94, 94, 0, 0, 0.494790382, 0.994492692, 0.750000000)]
    [InlineData("seen", "//8AAwAByCWoacglqGkkUAAA", 94, 94, 151, 151, 0.769806154, 0.987537466, 0.750000000)]
    [InlineData("absent", "//8AAwABQPmnacglqGkkUCMA", 94, 94, 0, 75, 0.464118066, 0.991603184, 0.750000000)]
    [InlineData("connected", "//8ABAAByCWoacglqGkkUAAA", 94, 94, 151, 151, 0.769806154, 0.987537466, 0.777777778)]
    [InlineData("inbound", "//8aAwAByCWoacglqGkkUAAA", 94, 94, 151, 151, 0.769806154, 0.987537466, 0.753134041)]
    [InlineData("measured", "//+XAwAByCWoacglqGkkUAAA", 94, 94, 151, 151, 0.769806154, 0.987537466, 0.767166894)]
    [InlineData("failed", "bkMAAzUByCWoacglqGkkUAAA", 94, 94, 31, 136, 0.249383877, 0.987537466, 0.731080438)]
    [InlineData("remote left", "AEAAAwAByCWoaUD5p2kkUAAA", 94, 94, 0, 0, 0.243155119, 0.987537466, 0.750000000)]
    [InlineData("we left", "//8AAwAByCWoaUD5p2kkUAAA", 94, 94, 0, 0, 0.649700550, 0.987537466, 0.750000000)]
    [InlineData("network left", "//8AAwAByCWoaUD5p2kkUAAA", 94, 94, 0, 0, 0.649700550, 0.987537466, 0.750000000)]
    public void Event_GivenState_ChangesExactlyWhatTheFormulasSay(
        string happened, string head, int nineSeen, int nineWatched, int noonSeen, int noonWatched, double online, double alive, double reach)
    {
        var state = After(happened);

        state.ToBytes().AsSpan(2, 18).ToArray().Should().Equal(Convert.FromBase64String(head));
        (state.Seen(4) * 256, state.Watched(4) * 256).Should().Be((nineSeen, nineWatched));
        (state.Seen(6) * 256, state.Watched(6) * 256).Should().Be((noonSeen, noonWatched));
        state.SeenInAll().Should().Be((nineSeen + noonSeen) / 256d);
        state.WatchedInAll().Should().Be((nineWatched + noonWatched) / 256d);

        var estimate = PresenceModel.Estimate(state, Facts, Now.AddMinutes(90));
        estimate.Online.Should().BeApproximately(online, 1e-9);
        estimate.Alive.Should().BeApproximately(alive, 1e-9);
        estimate.Reach.Should().BeApproximately(reach, 1e-9);
        estimate.Probability.Should().BeApproximately(online * alive * reach, 1e-6);
    }

    [Fact]
    public void Failed_SixWeeksLaterOnASaturdayNight_DecaysAndEntersTheWeekend()
    {
        var night = new DateTimeOffset(2026, 4, 18, 23, 10, 0, TimeSpan.Zero);
        var state = PresenceModel.Failed(Start, Facts, night);

        state.ToBase64().Should().Be(
            "AQEqCg8BYQBID+RpSA/kaVFQAAAAAAAAAAAAACEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABwAAAAAAAAAAACEAAAAAAAAAAAAA" +
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA5gA=");
        PresenceModel.Estimate(state, Facts, night.AddHours(1)).Probability.Should().Be(0.011110);
    }

    [Fact]
    public void Events_TwoWeeksOfHourlyGossip_KeepADiaryOfOfficeHours()
    {
        var (state, facts) = TwoWeeksAtTheOffice();

        state.ToBase64().Should().Be(
            "AQH//yYCswCQabppkGm6aTJQAAAAAAAAAAAAAGcDnQadBp0GTQMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABgA2ADYANgAxoFnQadBp0G8QRD" +
            "A0MDQwNPAU8BTwFPAU8BTwFPAU8BTwFPAU8BTwE=");
        Chance(19, 10).Should().Be(0.668591, "a Thursday morning");
        Chance(19, 22).Should().Be(0.070155, "a Thursday night");
        Chance(21, 10).Should().Be(0.084541, "a Saturday morning");

        double Chance(int day, int hour) =>
            PresenceModel.Estimate(state, facts, new(2026, 3, day, hour, 0, 0, TimeSpan.Zero)).Probability;
    }

    [Fact]
    public void Absent_AWeekOfMissedOfficeHours_IsAHoliday()
    {
        var (state, facts) = TwoWeeksAtTheOffice();
        for (var hour = 1; hour <= 24 * 7; hour++)
            state = PresenceModel.Absent(state, facts, LastSeen.AddHours((24 * 14) + hour))!;

        var thursday = new DateTimeOffset(2026, 3, 26, 10, 0, 0, TimeSpan.Zero);
        state.Missed.Should().Be(5, "more than five say no more");
        PresenceModel.Estimate(state, facts, thursday).Probability.Should().Be(0.124294);
        PresenceModel.Estimate(PresenceModel.Seen(state, facts, thursday), facts with { LastSeen = thursday }, thursday).Probability.Should().BeGreaterThan(0.6);
    }

    /// <summary>Seen from 9 to 16 UTC, Monday to Friday, until a Wednesday.</summary>
    private static (PresenceState State, PresenceFacts Facts) TwoWeeksAtTheOffice()
    {
        PresenceState? state = null;
        var facts = Facts;
        for (var hour = 1; hour <= 24 * 14; hour++)
        {
            var instant = LastSeen.AddHours(hour);
            var inOffice = instant.Hour is >= 9 and < 17 && instant.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            state = inOffice ? PresenceModel.HeardInGossip(state, facts, instant) : PresenceModel.Absent(state, facts, instant);
            facts = inOffice ? facts with { LastSeen = instant } : facts;
        }

        return (state!, facts);
    }

    private static PresenceState After(string happened) => happened switch
    {
        "nothing" => Start,
        "seen" => PresenceModel.Seen(Start, Facts, Now),
        "absent" => PresenceModel.Absent(Start, Facts, Now)!,
        "connected" => PresenceModel.Connected(Start, Facts, Now),
        "inbound" => PresenceModel.Connected(Start, Facts, Now, inbound: true),
        "measured" => PresenceModel.Measured(Start, Facts, Now),
        "failed" => PresenceModel.Failed(Start, Facts, Now),
        "remote left" => PresenceModel.Disconnected(Start, Facts, Now, Departure.Remote),
        "we left" => PresenceModel.Disconnected(Start, Facts, Now, Departure.Local),
        "network left" => PresenceModel.Disconnected(Start, Facts, Now, Departure.Network),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
