namespace PeerPersistence.Tests.Service;

public sealed class CandidateTests : IAsyncLifetime
{
    private readonly Setup _setup = new(options => options.MaxPeers = 1000);

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Candidates_Everyone_IsRankedByProbability()
    {
        await Service.StorePeersAsync(
        [
            _setup.Friend("yesterday") with { LastSeen = _setup.Now.AddDays(-1), FirstSeen = _setup.Now.AddDays(-100) },
            _setup.Friend("now"),
            _setup.Friend("long ago") with { LastSeen = _setup.Now.AddDays(-90), FirstSeen = _setup.Now.AddDays(-100) },
        ]);

        var candidates = await Service.GetReconnectionCandidatesAsync();

        candidates[0].Peer.PeerId.Should().Be("now");
        candidates.Should().HaveCount(3).And.OnlyContain(candidate => candidate.Score > 0 && candidate.Score <= 100);
        candidates[0].Reason.Should().Be("reliable, recently-active");
    }

    [Fact]
    public async Task Candidates_PassedOver_SaysHowManyAndWhy()
    {
        await Service.StorePeersAsync(
        [
            _setup.Friend("self") with { BlacklistUntil = _setup.Now.AddDays(1) },
            _setup.Friend("blacklisted") with { BlacklistUntil = _setup.Now.AddDays(1) },
            _setup.Friend("old") with { LastSeen = _setup.Now.AddDays(-2) },
            _setup.Friend("bad") with { ConnectionQuality = new() { SuccessRate = 0, SuccessfulConnections = 1, TotalConnections = 9 } },
            _setup.Friend("good"),
            _setup.Friend("good too"),
        ]);
        await _setup.Store.SetTextAsync("mesh:peer:damaged", "{");

        var candidates = await Service.GetReconnectionCandidatesAsync(new()
        {
            MaxAge = TimeSpan.FromDays(1), MinQuality = 1, ExcludePeerIds = ["self", "nobody"], Limit = 1,
        });

        candidates.Select(candidate => candidate.Peer.PeerId).Should().Equal("good");
        candidates.PassedOver.Should().Be(new PassedOver { Excluded = 1, Blacklisted = 1, TooOld = 1, BelowQuality = 1, BeyondLimit = 1, Damaged = 1 });
        candidates.PassedOver.Total.Should().Be(6);
        (await Service.GetReconnectionCandidatesAsync(new() { MinProbability = 1 })).PassedOver.BelowProbability.Should().BePositive();
        (await Service.GetReconnectionCandidatesAsync(new() { Limit = 0 })).Should().BeEmpty();
    }

    [Fact]
    public async Task Candidates_OnlyThese_OthersCountAsExcluded()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b"), _setup.Friend("c"), _setup.Friend("d")]);

        var candidates = await Service.GetReconnectionCandidatesAsync(new() { OnlyPeerIds = ["a", "b", "nobody"], ExcludePeerIds = ["b"] });

        candidates.Select(candidate => candidate.Peer.PeerId).Should().Equal("a");
        candidates.PassedOver.Should().Be(new PassedOver { Excluded = 3 });
        (await Service.GetReconnectionCandidatesAsync(new() { OnlyPeerIds = [] })).Should().BeEmpty();
        (await Service.GetReconnectionCandidatesAsync(new() { OnlyPeerIds = null })).Should().HaveCount(4);
    }

    [Fact]
    public async Task Candidates_ManyGoodOnes_TheBestByQualityDoesNotHideTheLikeliest()
    {
        var poor = new ConnectionQuality { SuccessRate = 0.1, TotalConnections = 9, SuccessfulConnections = 9 };
        var fine = new ConnectionQuality { SuccessRate = 1, Latency = TimeSpan.FromMilliseconds(9), ConnectionType = ConnectionType.Host, TotalConnections = 9, SuccessfulConnections = 9 };
        await Service.StorePeersAsync(Enumerable.Range(0, 50).Select(i => _setup.Friend($"fine-{i}") with { LastSeen = _setup.Now.AddDays(-60), FirstSeen = _setup.Now.AddDays(-70), ConnectionQuality = fine }));
        await Service.StorePeerAsync(_setup.Friend("online") with { ConnectionQuality = poor });

        (await Service.GetReconnectionCandidatesAsync(new() { Limit = 1 }))[0].Peer.PeerId.Should().Be("online");
    }

    [Fact]
    public async Task Candidates_RankerOfTheApplication_DecidesTheOrderAndMayErr()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b"), _setup.Friend("c")]);
        var ranker = new Moq.Mock<IReconnectionRanker>();
        ranker.Setup(r => r.Rank(Moq.It.IsAny<PeerSummary>(), Moq.It.IsAny<DateTimeOffset>()))
            .Returns((PeerSummary peer, DateTimeOffset _) => peer.PeerId switch { "a" => double.NaN, "b" => 7, _ => 0.5 });
        var service = new PeerPersistenceService(_setup.Store, new(), _setup.Keys, _setup.Time, logger: null, ranker.Object);

        var candidates = await service.GetReconnectionCandidatesAsync();

        candidates.Select(candidate => (candidate.Peer.PeerId, candidate.Score)).Should().Equal(("b", 100), ("c", 50), ("a", 0));
    }

    [Fact]
    public async Task Candidates_DefaultRanker_SayWhy()
    {
        await Service.StorePeersAsync([_setup.Friend("friend"), _setup.Stranger("stranger")]);

        var candidates = await Service.GetReconnectionCandidatesAsync();

        candidates.Select(candidate => candidate.Traits).Should().Equal(
            CandidateTraits.ProbablyOnline, CandidateTraits.ProbablyOnline | CandidateTraits.NeverTried);
        candidates.Should().OnlyContain(candidate =>
            Math.Abs((candidate.Factors!.Online * candidate.Factors.Alive * candidate.Factors.Reach) - (candidate.Score / 100)) < 1e-6);
    }

    [Fact]
    public async Task Candidates_OwnTries_TeachWhatIsSaidAndLeaveTheOrder()
    {
        await Service.StorePeersAsync([_setup.Friend("friend"), _setup.Friend("another")]);
        for (var hour = 0; hour < 40; hour++)
        {
            _setup.Time.Advance(TimeSpan.FromHours(1));
            await Service.UpdateLastSeenAsync("friend");
            _setup.Time.Advance(TimeSpan.FromMinutes(5));
            await Service.RecordFailedAttemptAsync("friend");
            await Service.RecordConnectedAsync("another");
        }

        _setup.Time.Advance(TimeSpan.FromMinutes(5));
        var candidates = await Service.GetReconnectionCandidatesAsync();
        await using var another = _setup.Another();

        candidates.Select(Chance).Should().BeInDescendingOrder();
        candidates.Select(candidate => candidate.Score).Should().BeInDescendingOrder().And.NotEqual(candidates.Select(Chance));
        (await another.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Score)
            .Should().Equal(candidates.Select(candidate => candidate.Score), "it is stored");
    }

    [Fact]
    public async Task Candidates_WhoWasHeardFromAMomentAgo_TeachesNothing()
    {
        await Service.StorePeersAsync([_setup.Friend("friend"), _setup.Friend("another")]);
        for (var hour = 0; hour < 40; hour++)
        {
            _setup.Time.Advance(TimeSpan.FromHours(1));
            await Service.ObserveMeshAsync(["friend"]);
            await Service.RecordConnectedAsync("friend");
        }

        var candidates = await Service.GetReconnectionCandidatesAsync();

        candidates.Should().OnlyContain(candidate =>
            Math.Abs((candidate.Factors!.Online * candidate.Factors.Alive * candidate.Factors.Reach) - (candidate.Score / 100)) < 1e-6);
    }

    [Fact]
    public async Task Candidates_RankerThatExplains_IsAskedForThoseReturnedOnly()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b"), _setup.Friend("c")]);
        var ranker = new Moq.Mock<IExplainingRanker>();
        var factors = new ReconnectionFactors { Online = 0.1, Alive = 0.2, Reach = 0.3 };
        ranker.Setup(r => r.Explain(Moq.It.IsAny<PeerSummary>(), _setup.Now)).Returns(factors);
        await using var explaining = new PeerPersistenceService(_setup.Store, new(), _setup.Keys, _setup.Time, logger: null, ranker.Object);
        await using var silent = new PeerPersistenceService(_setup.Store, new(), _setup.Keys, _setup.Time, logger: null, new OriginalScoreRanker());

        var candidate = (await explaining.GetReconnectionCandidatesAsync(new() { Limit = 1 })).Single();

        candidate.Factors.Should().Be(factors);
        candidate.Traits.Should().Be(CandidateTraits.ProbablyGone | CandidateTraits.HardToReach);
        ranker.Verify(r => r.Explain(Moq.It.IsAny<PeerSummary>(), Moq.It.IsAny<DateTimeOffset>()), Moq.Times.Once);
        (await silent.GetReconnectionCandidatesAsync()).Should().OnlyContain(other => other.Factors == null);
    }

    [Fact]
    public async Task Candidates_OneNetworkAndStrangers_AreSpreadAndMixedInOnDemand()
    {
        await Service.StorePeersAsync(
        [
            .. Enumerable.Range(0, 4).Select(i => _setup.Friend($"house-{i}") with { LastKnownIP = $"203.0.113.{i}" }),
            _setup.Friend("elsewhere") with { LastKnownIP = "198.51.100.1", LastSeen = _setup.Now.AddMinutes(-1) },
            _setup.Stranger("stranger") with { FirstSeen = _setup.Now.AddDays(-1), LastSeen = _setup.Now.AddDays(-1) },
        ]);
        (await IdsAsync(new() { Diversity = 0.3 })).Should().NotEqual(await IdsAsync(new()), "what the user stored counts");
        await Service.RecordConnectedAsync("elsewhere");
        _setup.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 4; i++)
            await Service.RecordConnectedAsync($"house-{i}");

        (await IdsAsync(new())).Should().Equal("house-0", "house-1", "house-2", "house-3", "elsewhere", "stranger");
        (await IdsAsync(new() { Diversity = 0.3 })).Should().Equal("house-0", "elsewhere", "house-1", "house-2", "house-3", "stranger");
        (await IdsAsync(new() { Exploration = 0.5, Limit = 2 })).Should().Equal("house-0", "stranger");
        (await IdsAsync(new() { Exploration = 0.5, Diversity = 0.3, Limit = 4 })).Should().Equal("house-0", "stranger", "elsewhere", "house-1");

        async Task<IEnumerable<string>> IdsAsync(ReconnectionQuery query) =>
            (await Service.GetReconnectionCandidatesAsync(query)).Select(candidate => candidate.Peer.PeerId);
    }

    [Theory]
    [InlineData(-0.1, 0), InlineData(1.1, 0), InlineData(double.NaN, 0), InlineData(0, -0.1), InlineData(0, 1.1), InlineData(0, double.NaN)]
    public async Task Candidates_ShareOutOfRange_IsRefused(double exploration, double diversity) =>
        await FluentActions.Awaiting(() => Service.GetReconnectionCandidatesAsync(new() { Exploration = exploration, Diversity = diversity }))
            .Should().ThrowAsync<ArgumentException>().WithParameterName("query");

    [Fact]
    public async Task Reconnect_ThreeKnown_ConnectsAndRecords()
    {
        await Service.StorePeersAsync(new[] { "a", "b", "c" }.Select(_setup.Friend));

        var result = await Service.ReconnectAsync((peer, _) => Task.FromResult(peer.PeerId == "b"), new() { MaxParallelism = 1 });

        result.Connected.Should().Equal("b");
        result.Failed.Should().Equal("a");
        (await Service.GetPeerAsync("b"))!.ConnectionQuality.TotalConnections.Should().Be(2);
        (await Service.GetPeerAsync("a"))!.ReconnectionAttempts.Should().Be(1);
        (await Service.GetPeerAsync("c"))!.ReconnectionAttempts.Should().Be(0);
    }

    private static double Chance(ReconnectionCandidate candidate) =>
        100 * candidate.Factors!.Online * candidate.Factors.Alive * candidate.Factors.Reach;
}
