namespace PeerPersistence.Tests;

/// <summary>The original's tables, at and beside each of their bounds.</summary>
public class PeerScoreTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ConnectionQuality Nothing = new() { SuccessRate = 0 };

    [Theory]
    [InlineData(0, 40)]
    [InlineData(49.999, 40)]
    [InlineData(50, 35)]
    [InlineData(99, 35)]
    [InlineData(100, 25)]
    [InlineData(199, 25)]
    [InlineData(200, 15)]
    [InlineData(499, 15)]
    [InlineData(500, 5)]
    [InlineData(999, 5)]
    [InlineData(1000, 0)]
    public void Quality_Latency_ByTable(double milliseconds, int points) =>
        PeerScore.Quality(Nothing with { Latency = TimeSpan.FromMilliseconds(milliseconds) }).Should().Be(points);

    [Fact]
    public void Quality_NothingKnown_Is0() => PeerScore.Quality(Nothing).Should().Be(0);

    [Theory]
    [InlineData(0.033, 0)]
    [InlineData(0.034, 1)]
    [InlineData(0.5, 15)]
    [InlineData(0.999, 29)]
    [InlineData(1, 30)]
    [InlineData(1.5, 30)]
    [InlineData(-0.5, 0)]
    [InlineData(double.NaN, 0)]
    public void Quality_SuccessRate_IsRoundedDown(double rate, int points) =>
        PeerScore.Quality(new() { SuccessRate = rate }).Should().Be(points);

    [Theory]
    [InlineData(ConnectionType.Host, 20)]
    [InlineData(ConnectionType.ServerReflexive, 12)]
    [InlineData(ConnectionType.Relay, 5)]
    [InlineData(ConnectionType.PeerReflexive, 0)]
    [InlineData(ConnectionType.Unknown, 0)]
    public void Quality_ConnectionType_ByTable(ConnectionType type, int points) =>
        PeerScore.Quality(Nothing with { ConnectionType = type }).Should().Be(points);

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 4)]
    [InlineData(300, 4)]
    [InlineData(301, 7)]
    [InlineData(600, 7)]
    [InlineData(601, 10)]
    public void Quality_Uptime_ByTable(int seconds, int points) =>
        PeerScore.Quality(Nothing with { AverageUptime = TimeSpan.FromSeconds(seconds) }).Should().Be(points);

    [Fact]
    public void Quality_BestOfAll_Is100() => PeerScore.Quality(Best).Should().Be(100);

    [Theory]
    [InlineData(-1, 40)]
    [InlineData(0, 40)]
    [InlineData(23.999, 40)]
    [InlineData(24, 30)]
    [InlineData(71.999, 30)]
    [InlineData(72, 20)]
    [InlineData(167.999, 20)]
    [InlineData(168, 10)]
    public void Reconnection_LastSeenHoursAgo_ByTable(double hours, double score) =>
        PeerScore.Reconnection(Peer(Nothing) with { LastSeen = Now.AddHours(-hours) }, Now).Should().Be(score, "reliability alone is 10");

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 12)]
    [InlineData(10, 30)]
    [InlineData(11, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Reconnection_SuccessfulConnections_TwoEachAtMostTwenty(int successes, double score) =>
        PeerScore.Reconnection(Peer(Nothing with { SuccessfulConnections = successes }), Now).Should().Be(score);

    [Theory]
    [InlineData(0, 0, 40)]
    [InlineData(1, 0, 25)] // one failure of at least one connection: 30 - 5
    [InlineData(1, 3, 25)]
    [InlineData(1, 4, 30)]
    [InlineData(1, 10, 30)]
    [InlineData(1, 11, 35)]
    [InlineData(3, 10, 15)]
    [InlineData(7, 100, 5)]
    [InlineData(8, 100, 0)]
    [InlineData(9, 100, 0)]
    public void Reconnection_Failures_CostFiveEachAndReliability(int attempts, int total, double score) =>
        PeerScore.Reconnection(
            Peer(Nothing with { TotalConnections = total }) with { LastSeen = Now, ReconnectionAttempts = attempts }, Now).Should().Be(score);

    [Fact]
    public void Reconnection_BestOfAll_Is100()
    {
        var peer = Peer(Best with { SuccessfulConnections = 10, TotalConnections = 10 }) with { LastSeen = Now };
        PeerScore.Reconnection(peer, Now).Should().Be(100);
    }

    [Fact]
    public void Reconnection_Quality_CountsFourTenths() =>
        PeerScore.Reconnection(Peer(Nothing with { ConnectionType = ConnectionType.ServerReflexive }), Now).Should().BeApproximately(14.8, 1e-9);

    [Theory]
    [InlineData(0, "available")]
    [InlineData(1, "low-latency")]
    [InlineData(99, "low-latency")]
    [InlineData(100, "available")]
    public void Reason_Latency_IsLowBelow100AndAbove0(double milliseconds, string reason) =>
        PeerScore.Reason(Peer(Nothing with { Latency = TimeSpan.FromMilliseconds(milliseconds) }), Now).Should().Be(reason);

    [Theory]
    [InlineData(0.8, "available")]
    [InlineData(0.81, "reliable")]
    public void Reason_SuccessRate_IsReliableAboveFourFifths(double rate, string reason) =>
        PeerScore.Reason(Peer(new() { SuccessRate = rate }), Now).Should().Be(reason);

    [Theory]
    [InlineData(23.9, "recently-active")]
    [InlineData(24, "available")]
    public void Reason_LastSeen_IsRecentWithinADay(double hours, string reason) =>
        PeerScore.Reason(Peer(Nothing) with { LastSeen = Now.AddHours(-hours) }, Now).Should().Be(reason);

    [Fact]
    public void Reason_AllHold_InTheOriginalsOrder() =>
        PeerScore.Reason(Peer(Best) with { LastSeen = Now }, Now).Should().Be("low-latency, direct-connection, reliable, recently-active");

    private static ConnectionQuality Best => new()
    {
        Latency = TimeSpan.FromMilliseconds(20),
        SuccessRate = 1,
        ConnectionType = ConnectionType.Host,
        AverageUptime = TimeSpan.FromHours(1),
    };

    /// <summary>Not seen for a month, never failed.</summary>
    private static PeerData Peer(ConnectionQuality quality) => new() { PeerId = "a", LastSeen = Now.AddDays(-30), ConnectionQuality = quality };
}
