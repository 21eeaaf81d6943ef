namespace PeerPersistence.Tests.Peers;

public sealed class ConnectionQualityTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 100.4, 100)]
    [InlineData(null, 100.5, 101)]
    [InlineData(100.0, 200.0, 130)]
    [InlineData(100.0, 101.0, 100)]
    [InlineData(100.0, 105.0, 102)]
    [InlineData(0.0, 0.0, 0)]
    public void Record_Latency_IsSmoothedAndRoundedHalfUp(double? old, double latest, double expected)
    {
        var quality = new ConnectionQuality { Latency = old is { } o ? TimeSpan.FromMilliseconds(o) : null };
        quality.Record(new() { Latency = TimeSpan.FromMilliseconds(latest) }, Now).Latency.Should().Be(TimeSpan.FromMilliseconds(expected));
    }

    [Fact]
    public void Record_Success_MovesCountsAndRate()
    {
        var once = new ConnectionQuality().Record(new() { Success = true }, Now);
        var twice = once.Record(new() { Success = false }, Now);

        (once.TotalConnections, once.SuccessfulConnections, once.SuccessRate).Should().Be((1, 1, 1.0));
        (twice.TotalConnections, twice.SuccessfulConnections, twice.SuccessRate).Should().Be((2, 1, 0.5));
        (once.LastMeasured, twice.LastMeasured).Should().Be((Now, Now));
    }

    [Fact]
    public void Record_FirstFailure_GivesARateOfZeroAndNotNaN() =>
        new ConnectionQuality().Record(new() { Success = false }, Now).SuccessRate.Should().Be(0);

    [Fact]
    public void Record_MoreSuccessesThanConnections_KeepsTheRateWithinOne() =>
        new ConnectionQuality { TotalConnections = 1, SuccessfulConnections = 9 }.Record(new() { Success = true }, Now).SuccessRate.Should().Be(1);

    [Fact]
    public void Record_CountersAtTheirEnd_Stay()
    {
        var quality = new ConnectionQuality { TotalConnections = int.MaxValue, SuccessfulConnections = int.MaxValue }.Record(new() { Success = true }, Now);
        (quality.TotalConnections, quality.SuccessfulConnections, quality.SuccessRate).Should().Be((int.MaxValue, int.MaxValue, 1.0));
    }

    [Fact]
    public void Record_NoSuccessGiven_MovesNoCount()
    {
        var quality = new ConnectionQuality { TotalConnections = 3, SuccessfulConnections = 2, SuccessRate = 0.7 };
        quality.Record(new() { Latency = TimeSpan.FromMilliseconds(5), ConnectionType = ConnectionType.Relay }, Now)
            .Should().Be(quality with { Latency = TimeSpan.FromMilliseconds(5), ConnectionType = ConnectionType.Relay, LastMeasured = Now });
    }

    [Theory]
    [InlineData(0, 0, 90, 90)]
    [InlineData(1, 0, 90, 90)]
    [InlineData(2, 100, 201, 151)]
    [InlineData(3, 100, 50, 83)]
    [InlineData(4, 10, 11, 10)]
    public void Record_Uptime_IsTheRunningMeanOverSuccesses(int successes, int average, int uptime, int expected) =>
        new ConnectionQuality { SuccessfulConnections = successes, TotalConnections = successes, AverageUptime = TimeSpan.FromSeconds(average) }
            .Record(new() { Uptime = TimeSpan.FromSeconds(uptime) }, Now).AverageUptime.Should().Be(TimeSpan.FromSeconds(expected));

    [Fact]
    public void Record_Negative_IsRefused()
    {
        FluentActions.Invoking(() => new ConnectionQuality().Record(new() { Latency = TimeSpan.FromTicks(-1) }, Now)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ConnectionQuality().Record(new() { Uptime = TimeSpan.FromTicks(-1) }, Now)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ConnectionQuality().Record(null!, Now)).Should().Throw<ArgumentNullException>();
    }
}
