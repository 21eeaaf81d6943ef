namespace PeerPersistence.Tests.FinePrint;

public sealed class QualityTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Record_Latency_IsRoundedHalfUpExactly()
    {
        for (var old = 0; old < 400; old++)
        {
            for (var latest = 0; latest < 400; latest += 7)
            {
                var quality = new ConnectionQuality { Latency = TimeSpan.FromMilliseconds(old) }.Record(new() { Latency = TimeSpan.FromMilliseconds(latest) }, Now);

                quality.Latency.Should().Be(TimeSpan.FromMilliseconds(((7 * old) + (3 * latest) + 5) / 10), "0.7 × {0} + 0.3 × {1}", old, latest);
            }
        }
    }

    [Theory]
    [InlineData(12.4, 12)]
    [InlineData(12.5, 13)]
    [InlineData(13.5, 14)]
    [InlineData(0.4999, 0)]
    public void Record_FirstLatency_IsRoundedHalfUp(double latency, int expected) =>
        new ConnectionQuality().Record(new() { Latency = TimeSpan.FromMilliseconds(latency) }, Now).Latency.Should().Be(TimeSpan.FromMilliseconds(expected));

    [Fact]
    public void Record_Counts_MoveOnlyWhereSuccessIsGiven()
    {
        var quality = new ConnectionQuality { TotalConnections = 3, SuccessfulConnections = 2, SuccessRate = 0.9 };

        var measured = quality.Record(new() { Latency = TimeSpan.Zero, ConnectionType = ConnectionType.Relay, Uptime = TimeSpan.FromSeconds(10) }, Now);
        (measured.TotalConnections, measured.SuccessfulConnections, measured.SuccessRate).Should().Be((3, 2, 0.9));
        var failed = quality.Record(new() { Success = false }, Now);
        (failed.TotalConnections, failed.SuccessfulConnections, failed.SuccessRate).Should().Be((4, 2, 0.5));
        var succeeded = quality.Record(new() { Success = true }, Now);
        (succeeded.TotalConnections, succeeded.SuccessfulConnections, succeeded.SuccessRate).Should().Be((4, 3, 0.75));
        quality.Record(new(), Now).Should().Be(quality with { LastMeasured = Now });
    }

    [Fact]
    public void Record_FirstFailureAndFirstUptime_AreNumbers()
    {
        var failed = new ConnectionQuality().Record(new() { Success = false, Uptime = TimeSpan.FromSeconds(30) }, Now);

        (failed.SuccessRate, failed.AverageUptime).Should().Be((0, TimeSpan.FromSeconds(30)));
        PeerScore.Quality(failed).Should().Be(0);
    }

    [Fact]
    public void Record_Extremes_NeitherOverflowNorTurnNegative()
    {
        var quality = new ConnectionQuality
        {
            Latency = TimeSpan.MaxValue, AverageUptime = TimeSpan.MaxValue, TotalConnections = int.MaxValue, SuccessfulConnections = int.MaxValue, SuccessRate = 1,
        };

        var recorded = quality.Record(new() { Latency = TimeSpan.MaxValue, Uptime = TimeSpan.MaxValue, Success = true }, DateTimeOffset.MaxValue);

        (recorded.TotalConnections, recorded.SuccessfulConnections, recorded.SuccessRate).Should().Be((int.MaxValue, int.MaxValue, 1));
        recorded.Latency.Should().BeGreaterThan(TimeSpan.FromDays(365 * 20_000));
        recorded.AverageUptime.Should().BeGreaterThan(TimeSpan.FromDays(365 * 20_000));
    }

    [Theory, OnEveryStore]
    public async Task EveryVerb_Extremes_LeaveARecordThatReads(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var extreme = new ConnectionQuality
        {
            Latency = TimeSpan.MaxValue, AverageUptime = TimeSpan.MaxValue, TotalConnections = int.MaxValue, SuccessfulConnections = int.MaxValue, SuccessRate = 1, LastMeasured = DateTimeOffset.MaxValue,
        };
        await scene.Service.StorePeerAsync(scene.Friend("a") with
        {
            ConnectionQuality = extreme, ReconnectionAttempts = int.MaxValue, BlacklistUntil = DateTimeOffset.MaxValue, LastSeen = DateTimeOffset.MaxValue, FirstSeen = DateTimeOffset.UnixEpoch,
        });

        await scene.Service.UpdateConnectionQualityAsync("a", new QualityMeasurement { Latency = TimeSpan.MaxValue, Uptime = TimeSpan.MaxValue, Success = true });
        await scene.Service.ReplaceConnectionQualityAsync("a", extreme);
        await scene.Service.RecordConnectedAsync("a", new() { Latency = TimeSpan.MaxValue, Uptime = TimeSpan.MaxValue });
        await scene.Service.RecordDisconnectedAsync("a", TimeSpan.MaxValue, Departure.Remote);
        await scene.Service.UpdatePeerAsync("a", peer => peer with { ReconnectionAttempts = int.MaxValue, BlacklistUntil = DateTimeOffset.MaxValue });
        await scene.Service.RecordFailedAttemptAsync("a");
        await scene.RestartAsync();

        var peer = await scene.GetAsync("a");
        (peer.ReconnectionAttempts, peer.ConnectionQuality.TotalConnections).Should().Be((int.MaxValue, int.MaxValue));
        PeerScore.Reconnection(peer, scene.Now).Should().Be(0);
        (await scene.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false, MinQuality = 40, MaxAge = TimeSpan.MaxValue })).Should().ContainSingle();
        await scene.Service.UpdatePeerAsync("a", p => p with { BlacklistUntil = null });
        (await scene.Service.GetReconnectionCandidatesAsync(new() { MaxAge = TimeSpan.MaxValue }))[0].Score.Should().BeInRange(0, 100);
        (await scene.Service.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
    }

    [Theory, OnEveryStore]
    public async Task ConnectedOrMeasured_BlacklistedStranger_IsLifted(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        foreach (var (id, verb) in new (string, Func<string, Task>)[]
        {
            ("measured", id => scene.Service.UpdateConnectionQualityAsync(id, new QualityMeasurement { Latency = TimeSpan.FromMilliseconds(100) })),
            ("quality", id => scene.Service.ReplaceConnectionQualityAsync(id, new ConnectionQuality { Latency = TimeSpan.FromMilliseconds(100) })),
            ("connected", id => scene.Service.RecordConnectedAsync(id, new() { Latency = TimeSpan.FromMilliseconds(100), Success = true })),
        })
        {
            await scene.Service.StorePeerAsync(scene.Stranger(id));
            for (var i = 0; i < 6; i++)
                await scene.Service.RecordFailedAttemptAsync(id);
            (await scene.Service.QueryPeersAsync()).Should().NotContain(peer => peer.PeerId == id);
            scene.Clock.Advance(TimeSpan.FromMinutes(1));

            await verb(id);

            var peer = await scene.GetAsync(id);
            (peer.LastConnected, peer.ReconnectionAttempts, peer.BlacklistUntil, peer.ConnectionQuality.Latency)
                .Should().Be((scene.Now, 0, null, TimeSpan.FromMilliseconds(100)));
            (await scene.Service.QueryPeersAsync()).Should().Contain(p => p.PeerId == id);
        }
    }
}
