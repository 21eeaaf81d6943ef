namespace PeerPersistence.Tests.Service;

public sealed class QueryTests : IAsyncLifetime
{
    private readonly Setup _setup = new(options => options.MaxPeers = 1000);

    private IPeerPersistenceService Service => _setup.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task QueryPeers_Ties_GoByIdInBothDirections()
    {
        await Service.StorePeersAsync(new[] { "b", "a", "B", "c" }.Select(_setup.Friend));

        (await IdsAsync(new())).Should().Equal("B", "a", "b", "c");
        (await IdsAsync(new() { Order = PeerSortOrder.Ascending })).Should().Equal("B", "a", "b", "c");
    }

    [Fact]
    public async Task QueryPeers_NeverConnected_SortsAsOldest()
    {
        await Service.StorePeersAsync([_setup.Stranger("never"), _setup.Friend("once") with { LastConnected = _setup.Now.AddYears(-5) }]);

        (await IdsAsync(new() { SortBy = PeerSortBy.LastConnected })).Should().Equal("once", "never");
        (await IdsAsync(new() { SortBy = PeerSortBy.LastConnected, Order = PeerSortOrder.Ascending })).Should().Equal("never", "once");
    }

    [Fact]
    public async Task QueryPeers_Filters_AreInclusive()
    {
        await Service.StorePeersAsync(
        [
            _setup.Friend("old") with { LastSeen = _setup.Now.AddHours(-2) },
            _setup.Friend("edge") with { LastSeen = _setup.Now.AddHours(-1), ConnectionQuality = new() { SuccessRate = 1, ConnectionType = ConnectionType.Host } },
            _setup.Friend("until now") with { BlacklistUntil = _setup.Now },
            _setup.Friend("blacklisted") with { BlacklistUntil = _setup.Now.AddMilliseconds(1) },
        ]);

        (await IdsAsync(new() { MaxAge = TimeSpan.FromHours(1) })).Should().Equal("until now", "edge");
        (await IdsAsync(new() { MinQuality = 50 })).Should().Equal("edge");
        (await IdsAsync(new() { MinQuality = 51 })).Should().BeEmpty();
        (await IdsAsync(new() { ExcludeBlacklisted = false })).Should().HaveCount(4);
        (await IdsAsync(new() { Limit = 0 })).Should().BeEmpty();
        (await IdsAsync(new() { Limit = 1 })).Should().Equal("until now");
    }

    [Fact]
    public async Task QueryPeers_OutOfRange_IsRefused()
    {
        foreach (var query in new PeerQuery[] { new() { Limit = -1 }, new() { MaxAge = TimeSpan.FromTicks(-1) }, new() { SortBy = (PeerSortBy)9 }, new() { Order = (PeerSortOrder)9 } })
            await FluentActions.Awaiting(() => Service.QueryPeersAsync(query)).Should().ThrowAsync<ArgumentException>();
        foreach (var query in new ReconnectionQuery[] { new() { Limit = -1 }, new() { MaxAge = TimeSpan.FromTicks(-1) }, new() { MinProbability = double.NaN }, new() { MinProbability = 1.1 } })
            await FluentActions.Awaiting(() => Service.GetReconnectionCandidatesAsync(query)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task QueryPeers_AnswersFromTheDirectory_ReadsOnlyWhatItReturns()
    {
        var store = new CommitCounter(new InMemoryKeyValueStore());
        await using var setup = new Setup(options => options.MaxPeers = 1000, store);
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 500).Select(i => setup.Friend($"peer-{i}")));
        await setup.Service.QueryPeersAsync(new() { Limit = 0 });
        var (reads, scans) = (store.Reads, store.Scans);

        await setup.Service.QueryPeersAsync(new() { Limit = 7, SortBy = PeerSortBy.Quality });

        (store.Reads - reads).Should().Be(7);
        (store.Scans - scans).Should().Be(0);
    }

    [Theory]
    [InlineData(PeerSortBy.LastSeen, PeerSortOrder.Descending)]
    [InlineData(PeerSortBy.LastConnected, PeerSortOrder.Ascending)]
    [InlineData(PeerSortBy.Quality, PeerSortOrder.Descending)]
    public async Task QueryPage_AllPages_AreTheQuery(PeerSortBy sortBy, PeerSortOrder order)
    {
        var random = new Random(3);
        await Service.StorePeersAsync(Enumerable.Range(0, 53).Select(i => _setup.Friend($"peer-{i}") with
        {
            LastSeen = _setup.Now.AddHours(-random.Next(10)),
            LastConnected = random.Next(3) == 0 ? null : _setup.Now.AddHours(-random.Next(10)),
            ConnectionQuality = new() { SuccessRate = random.NextDouble() },
        }));
        var query = new PeerQuery { SortBy = sortBy, Order = order, Limit = 10 };

        var pages = await PagesAsync(query, _ => Task.CompletedTask);

        pages.Select(page => page.Count).Should().Equal(10, 10, 10, 10, 10, 3);
        pages.SelectMany(page => page).Should().Equal(await IdsAsync(query with { Limit = null }));
    }

    [Fact]
    public async Task QueryPage_PeersComeAndGoBetween_ReturnsEveryOtherOnce()
    {
        for (var i = 0; i < 30; i++)
            await Service.StorePeerAsync(_setup.Friend($"peer-{i:00}") with { LastSeen = _setup.Now.AddHours(-i) });

        var pages = await PagesAsync(new() { Limit = 7 }, async page =>
        {
            await Service.RemovePeerAsync($"peer-{(page * 7) - 1:00}");
            await Service.StorePeerAsync(_setup.Friend($"new-{page}"));
        });

        pages.SelectMany(page => page).Should().Equal(Enumerable.Range(0, 30).Select(i => $"peer-{i:00}"));
    }

    [Fact]
    public async Task QueryPage_ExactlyFull_IsTheLast()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);

        (await Service.QueryPageAsync(new() { Limit = 2 })).ContinuationToken.Should().BeNull();
        (await Service.QueryPageAsync(new() { Limit = 0 })).Should().BeEquivalentTo(new PeerPage { Peers = [] });
        (await Service.QueryPageAsync(new())).Peers.Should().HaveCount(2);
    }

    [Fact]
    public async Task QueryPage_TokenOfAnotherQueryOrNone_IsRefused()
    {
        await Service.StorePeersAsync([_setup.Friend("a"), _setup.Friend("b")]);
        var token = (await Service.QueryPageAsync(new() { Limit = 1 })).ContinuationToken;

        foreach (var (query, bad) in new[] { (new PeerQuery { Limit = 1, MinQuality = 1 }, token!), (new PeerQuery { Limit = 1 }, "nonsense"), (new PeerQuery { Limit = 1 }, "") })
        {
            (await FluentActions.Awaiting(() => Service.QueryPageAsync(query, bad)).Should().ThrowAsync<ArgumentException>())
                .WithParameterName("continuationToken");
        }
    }

    private async Task<IEnumerable<string>> IdsAsync(PeerQuery query) => (await Service.QueryPeersAsync(query)).Select(peer => peer.PeerId);

    private async Task<List<List<string>>> PagesAsync(PeerQuery query, Func<int, Task> between)
    {
        List<List<string>> pages = [];
        string? token = null;
        do
        {
            var page = await Service.QueryPageAsync(query, token);
            pages.Add([.. page.Peers.Select(peer => peer.PeerId)]);
            token = page.ContinuationToken;
            await between(pages.Count);
        }
        while (token is not null);
        return pages;
    }
}
