namespace PeerPersistence.Tests.Service;

public sealed class PeerEventTests : IAsyncLifetime
{
    private readonly Setup _setup = new();

    private IPeerPersistenceService Service => _setup.Service;

    public async Task InitializeAsync()
    {
        await Service.StorePeersAsync([_setup.Friend("friend"), _setup.Stranger("stranger")]);
        _setup.Time.Advance(TimeSpan.FromHours(1));
    }

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task EveryVerb_UnknownPeer_ReturnsFalse()
    {
        (await Service.UpdateLastSeenAsync("nobody")).Should().BeFalse();
        (await Service.UpdateConnectionQualityAsync("nobody", new QualityMeasurement())).Should().BeFalse();
        (await Service.ReplaceConnectionQualityAsync("nobody", new ConnectionQuality())).Should().BeFalse();
        (await Service.IncrementReconnectionAttemptsAsync("nobody")).Should().BeFalse();
        (await Service.RecordConnectedAsync("nobody")).Should().BeFalse();
        (await Service.RecordDisconnectedAsync("nobody", TimeSpan.Zero, Departure.Local)).Should().BeFalse();
        (await Service.RecordFailedAttemptAsync("nobody")).Should().BeFalse();
        (await Service.RemovePeerAsync("nobody")).Should().BeFalse();
        (await Service.GetPeerAsync("nobody")).Should().BeNull();
    }

    [Fact]
    public async Task UpdateLastSeen_Known_IsNow()
    {
        (await Service.UpdateLastSeenAsync("friend")).Should().BeTrue();

        var friend = await GetAsync("friend");
        friend.LastSeen.Should().Be(_setup.Now);
        friend.LastConnected.Should().Be(_setup.Now.AddHours(-1));
    }

    [Fact]
    public async Task UpdateLastSeen_ClockSetBack_DoesNotRunBackward()
    {
        var before = (await GetAsync("friend")).LastSeen;
        _setup.Time.SetUtcNow(before.AddDays(-30));

        (await Service.UpdateLastSeenAsync("friend")).Should().BeTrue();
        await Service.RecordConnectedAsync("friend");

        await Service.UpdatePeerAsync("friend", peer => peer with { DisplayName = "F" });
        await Service.StorePeerAsync(_setup.Friend("friend"));

        // Looked at when the clock is right again; meanwhile reading shows what lies ahead as now.
        (await GetAsync("friend")).LastSeen.Should().Be(_setup.Now);
        _setup.Time.SetUtcNow(before);
        (await GetAsync("friend")).LastSeen.Should().Be(before);
    }

    [Fact]
    public async Task UpdateConnectionQuality_Measurement_ReplacesTheGivenFields()
    {
        await FailAsync("friend", 2);
        await Service.UpdateConnectionQualityAsync("friend", new() { Latency = TimeSpan.FromMilliseconds(300) });
        await Service.UpdateConnectionQualityAsync("friend", new QualityMeasurement { Latency = TimeSpan.FromMilliseconds(100), ConnectionType = ConnectionType.Host });
        await Service.UpdateConnectionQualityAsync("friend", new QualityMeasurement { Uptime = TimeSpan.FromSeconds(9) });

        var friend = await GetAsync("friend");
        friend.ConnectionQuality.Latency.Should().Be(TimeSpan.FromMilliseconds(100), "a latency of 100 is 100");
        friend.ConnectionQuality.AverageUptime.Should().Be(TimeSpan.FromSeconds(9));
        friend.ConnectionQuality.ConnectionType.Should().Be(ConnectionType.Host);
        friend.ConnectionQuality.TotalConnections.Should().Be(1, "no count moves without a success");
        friend.ConnectionQuality.LastMeasured.Should().Be(_setup.Now);
        friend.LastConnected.Should().Be(_setup.Now);
        friend.ReconnectionAttempts.Should().Be(0);
    }

    [Fact]
    public async Task UpdateConnectionQuality_Whole_ReplacesAllOfIt()
    {
        await FailAsync("stranger", 5);
        var quality = new ConnectionQuality { SuccessRate = 0.25, TotalConnections = 4, SuccessfulConnections = 1, AverageUptime = TimeSpan.FromSeconds(7) };

        await Service.ReplaceConnectionQualityAsync("stranger", quality);

        var stranger = await GetAsync("stranger");
        stranger.ConnectionQuality.Should().Be(quality with { LastMeasured = _setup.Now });
        stranger.BlacklistUntil.Should().BeNull();
        stranger.ReconnectionAttempts.Should().Be(0);
    }

    [Fact]
    public async Task IncrementReconnectionAttempts_Stranger_IsBlacklistedAfterFive()
    {
        await FailAsync("stranger", 4);
        (await GetAsync("stranger")).BlacklistUntil.Should().BeNull();
        await FailAsync("stranger", 1);

        var stranger = await GetAsync("stranger");
        stranger.BlacklistUntil.Should().Be(_setup.Now.AddHours(24));
        stranger.ReconnectionAttempts.Should().Be(5);
        stranger.LastSeen.Should().Be(_setup.Now.AddHours(-1), "failing to reach is not hearing from");
    }

    [Fact]
    public async Task IncrementReconnectionAttempts_Friend_IsNeverBlacklisted()
    {
        await FailAsync("friend", 20);

        var friend = await GetAsync("friend");
        (friend.BlacklistUntil, friend.ReconnectionAttempts).Should().Be((null, 20));
    }

    [Fact]
    public async Task RecordConnected_AfterFailures_LiftsThemAndTheBlacklisting()
    {
        await FailAsync("stranger", 5);

        await Service.RecordConnectedAsync("stranger", new() { Latency = TimeSpan.FromMilliseconds(40), ConnectionType = ConnectionType.Host });

        var stranger = await GetAsync("stranger");
        stranger.BlacklistUntil.Should().BeNull();
        stranger.ReconnectionAttempts.Should().Be(0);
        stranger.LastConnected.Should().Be(_setup.Now);
        stranger.LastSeen.Should().Be(_setup.Now);
        (stranger.ConnectionQuality.TotalConnections, stranger.ConnectionQuality.SuccessfulConnections, stranger.ConnectionQuality.SuccessRate).Should().Be((1, 1, 1.0));
        stranger.ConnectionQuality.Latency.Should().Be(TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public async Task RecordConnected_WithFailure_IsRefused()
    {
        var record = async () => await Service.RecordConnectedAsync("friend", new() { Success = false });
        (await record.Should().ThrowAsync<ArgumentException>()).WithParameterName("measurement");
    }

    [Fact]
    public async Task RecordDisconnected_Uptime_EntersTheMeanAndMovesNoCount()
    {
        await Service.RecordConnectedAsync("friend");
        await Service.UpdateConnectionQualityAsync("friend", new QualityMeasurement { Uptime = TimeSpan.FromSeconds(100) });

        await Service.RecordDisconnectedAsync("friend", TimeSpan.FromSeconds(201), Departure.Remote);

        var friend = await GetAsync("friend");
        friend.ConnectionQuality.AverageUptime.Should().Be(TimeSpan.FromSeconds(151), "the mean of 100 and 201, rounded half up");
        (friend.ConnectionQuality.TotalConnections, friend.ConnectionQuality.SuccessfulConnections).Should().Be((2, 2));
        friend.LastSeen.Should().Be(_setup.Now);
    }

    [Fact]
    public async Task ObserveMesh_Round_TouchesThoseItNames()
    {
        await Service.ObserveMeshAsync(["friend", "unknown"]);

        (await GetAsync("friend")).LastSeen.Should().Be(_setup.Now);
        (await GetAsync("stranger")).LastSeen.Should().Be(_setup.Now.AddHours(-1));
        (await Service.GetAllPeerIdsAsync()).Should().Equal("friend", "stranger");
    }

    [Fact]
    public async Task ObserveMesh_NamedBeforeAndNotNow_ChangesTheHabitAndNotTheBelief()
    {
        await Service.ObserveMeshAsync(["friend"]);
        var before = await ScoreAsync("friend");
        _setup.Time.Advance(TimeSpan.FromMinutes(10));
        await Service.ObserveMeshAsync([]);

        (await ScoreAsync("friend")).Should().BeInRange(before * 0.8, before * 1.2, "one neighbour that names nobody hides nobody");
        _setup.Time.Advance(TimeSpan.FromDays(1));
        var withoutGossip = await ScoreAsync("friend");
        await Service.ObserveMeshAsync([]);
        (await ScoreAsync("friend")).Should().BeLessThan(withoutGossip * 0.9);
        (await Service.GetStorageStatsAsync()).PeerCount.Should().Be(2);
    }

    [Fact]
    public async Task ObserveMesh_NeverNamed_IsNotAbsentAndNotWritten()
    {
        var store = _setup.Store.Ability<IChangeTrackingStore>()!;
        var before = await store.GetChangesAsync(null);

        await Service.ObserveMeshAsync(["friend"]);

        (await store.GetChangesAsync(before.Token)).Keys.Should().Equal("mesh:peer:friend");
    }

    [Fact]
    public async Task EveryVerb_NegativeDuration_IsRefused()
    {
        var negative = TimeSpan.FromSeconds(-1);
        Func<Task>[] calls =
        [
            () => Service.UpdateConnectionQualityAsync("friend", new QualityMeasurement { Latency = negative }),
            () => Service.UpdateConnectionQualityAsync("friend", new QualityMeasurement { Uptime = negative }),
            () => Service.ReplaceConnectionQualityAsync("friend", new ConnectionQuality { SuccessRate = double.NaN }),
            () => Service.ReplaceConnectionQualityAsync("friend", new ConnectionQuality { TotalConnections = -1 }),
            () => Service.RecordConnectedAsync("friend", new() { Latency = negative }),
            () => Service.RecordDisconnectedAsync("friend", negative, Departure.Local),
            () => Service.RecordDisconnectedAsync("friend", TimeSpan.Zero, (Departure)7),
            () => Service.ObserveMeshAsync(["friend", ""]),
            () => Service.UpdateLastSeenAsync(""),
            () => Service.UpdateLastSeenAsync(null!),
            () => Service.RemovePeerAsync("a\u0000b"),
            () => Service.GetPeerAsync(new string('x', 257)),
        ];
        foreach (var call in calls)
            await call.Should().ThrowAsync<ArgumentException>();
    }

    private async Task<PeerData> GetAsync(string peerId) => (await Service.GetPeerAsync(peerId))!;

    private async Task<double> ScoreAsync(string peerId) =>
        (await Service.GetReconnectionCandidatesAsync()).Single(candidate => candidate.Peer.PeerId == peerId).Score;

    private async Task FailAsync(string peerId, int times)
    {
        for (var i = 0; i < times; i++)
            await Service.RecordFailedAttemptAsync(peerId);
    }
    [Fact]
    public async Task Disconnected_NobodySaysWhoLeft_WasTheNetwork()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);

        await Service.RecordDisconnectedAsync("a", TimeSpan.FromMinutes(1));
        await Service.RecordDisconnectedAsync("b", TimeSpan.FromMinutes(1), Departure.Network);

        var export = await Service.ExportDataAsync(new() { IncludePresence = true });
        export.ExtrasOf("a").Presence.Should().Be(export.ExtrasOf("b").Presence);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task ObserveMesh_WithThoseWhoToldIt_TakesTwoForAnAbsence(int witnesses, bool counts)
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);
        await Service.ObserveMeshAsync(["a", "b"]);
        var before = (await Service.ExportDataAsync(new() { IncludePresence = true })).ExtrasOf("b").Presence;
        _setup.Time.Advance(TimeSpan.FromHours(3));

        await Service.ObserveMeshAsync(new[] { "a" }.Select(id => id), heardFrom: [.. new[] { "x", "y" }.Take(witnesses)]);

        var after = (await Service.ExportDataAsync(new() { IncludePresence = true })).ExtrasOf("b").Presence;
        (after != before).Should().Be(counts);
    }

}
