using System.Reflection;

namespace PeerPersistence.Tests.Fields;

/// <summary>What a query asks for is asked of every peer, and a page goes on only with the query that began it.</summary>
public sealed class QueryFieldTests : IAsyncLifetime
{
    /// <summary>What may change between two pages: the next one's size, and what is read of its peers.</summary>
    private static readonly string[] FreeBetweenPages = [nameof(PeerQuery.Limit), nameof(PeerQuery.WithSecrets)];

    /// <summary>For each property a value that changes the answer about the peers of this test. A new property needs one.</summary>
    private static readonly Dictionary<string, object> Queries = new()
    {
        [nameof(PeerQuery.SortBy)] = PeerSortBy.Quality,
        [nameof(PeerQuery.Order)] = Enum.ToObject(typeof(PeerQuery).GetProperty(nameof(PeerQuery.Order))!.PropertyType, 1),
        [nameof(PeerQuery.Limit)] = 1,
        [nameof(PeerQuery.MinQuality)] = 60,
        [nameof(PeerQuery.MaxAge)] = TimeSpan.FromDays(1),
        [nameof(PeerQuery.ExcludeBlacklisted)] = false,
        [nameof(PeerQuery.IsPinned)] = true,
        [nameof(PeerQuery.IsFriend)] = true,
        [nameof(PeerQuery.IsBlocked)] = true,
        [nameof(PeerQuery.Where)] = new Func<PeerSummary, bool>(peer => peer.PeerId != "good"),
        [nameof(PeerQuery.WithSecrets)] = false,
    };

    /// <inheritdoc cref="Queries"/>
    private static readonly Dictionary<string, object> ReconnectionQueries = new()
    {
        [nameof(ReconnectionQuery.Limit)] = 1,
        [nameof(ReconnectionQuery.MaxAge)] = TimeSpan.FromDays(1),
        [nameof(ReconnectionQuery.MinQuality)] = 60,
        [nameof(ReconnectionQuery.MinProbability)] = 0.5,
        [nameof(ReconnectionQuery.ExcludePeerIds)] = new[] { "good" },
        [nameof(ReconnectionQuery.OnlyPeerIds)] = new[] { "good" },
        [nameof(ReconnectionQuery.Exploration)] = 1.0,
        [nameof(ReconnectionQuery.Diversity)] = 1.0,
    };

    private readonly Setup _setup = new();

    public async Task InitializeAsync()
    {
        var hourAgo = _setup.Now.AddHours(-1);
        var good = _setup.Friend("good") with { SharedSecret = "secret", LastKnownIP = "8.8.8.8", LastSeen = hourAgo, ConnectionQuality = Quality(1, 20) };
        await _setup.Service.StorePeersAsync([
            good,
            good with { PeerId = "neighbour", LastKnownIP = "8.8.9.9" },
            good with { PeerId = "poor", LastKnownIP = null, LastSeen = _setup.Now, ConnectionQuality = Quality(0.1, 2000) },
            good with { PeerId = "old", LastKnownIP = null, LastSeen = _setup.Now.AddDays(-20) },
            good with { PeerId = "barred", BlacklistUntil = _setup.Now.AddHours(1) },
            _setup.Stranger("new") with { LastSeen = _setup.Now.AddHours(-2) },
        ]);
        foreach (var neighbour in new[] { "good", "neighbour", "poor" })
            await _setup.Service.RecordConnectedAsync(neighbour);
    }

    public Task DisposeAsync() => _setup.DisposeAsync().AsTask();

    public static TheoryData<string> Properties() => [.. Specimen.PropertiesOf(typeof(PeerQuery)).Select(property => property.Name)];

    public static TheoryData<string> ReconnectionProperties() =>
        [.. Specimen.PropertiesOf(typeof(ReconnectionQuery)).Select(property => property.Name)];

    [Theory, MemberData(nameof(Properties))]
    public async Task QueryPeers_AProperty_ChangesTheAnswer(string name)
    {
        Queries.Should().ContainKey(name, "a property needs an example");
        var query = Specimen.With(new PeerQuery(), Property<PeerQuery>(name), Queries[name]);

        (await _setup.Service.QueryPeersAsync(query)).Should().NotEqual(await _setup.Service.QueryPeersAsync());
    }

    [Theory, MemberData(nameof(Properties))]
    public async Task QueryPage_AnotherQuery_RefusesTheToken(string name)
    {
        var query = new PeerQuery { Limit = 1 };
        var token = (await _setup.Service.QueryPageAsync(query)).ContinuationToken;
        var other = Specimen.With(query, Property<PeerQuery>(name), Property<PeerQuery>(name).GetValue(Specimen.Of<PeerQuery>()));

        var next = () => _setup.Service.QueryPageAsync(other, token);

        if (FreeBetweenPages.Contains(name))
            await next.Should().NotThrowAsync();
        else
            await next.Should().ThrowAsync<ArgumentException>();
    }

    [Theory, MemberData(nameof(ReconnectionProperties))]
    public async Task GetReconnectionCandidates_AProperty_ChangesTheAnswer(string name)
    {
        ReconnectionQueries.Should().ContainKey(name, "a property needs an example");
        var query = Specimen.With(new ReconnectionQuery(), Property<ReconnectionQuery>(name), ReconnectionQueries[name]);

        (await CandidatesAsync(query)).Should().NotEqual(await CandidatesAsync(new()));
    }

    [Fact]
    public void PeerSummary_EveryProperty_IsThePeers()
    {
        var peer = Specimen.Of<PeerData>();

        var summary = PeerSummaries.Of(new() { Peer = peer });

        foreach (var property in Specimen.PropertiesOf(typeof(PeerSummary)).Where(property => property.Name != nameof(PeerSummary.Quality)))
        {
            object owner = typeof(PeerData).GetProperty(property.Name) is null ? peer.ConnectionQuality : peer;
            var own = owner.GetType().GetProperty(property.Name)!.GetValue(owner);
            property.GetValue(summary).Should().Be(own, "{0} is the peer's", property.Name);
        }

        summary.Quality.Should().Be(PeerScore.Quality(peer.ConnectionQuality)).And.NotBe(0);
    }

    private static PropertyInfo Property<T>(string name) => typeof(T).GetProperty(name)!;

    private ConnectionQuality Quality(double rate, int milliseconds) => new()
    {
        Latency = TimeSpan.FromMilliseconds(milliseconds),
        SuccessRate = rate,
        ConnectionType = ConnectionType.Host,
        LastMeasured = _setup.Now,
        TotalConnections = 100,
        SuccessfulConnections = (int)(100 * rate),
        AverageUptime = TimeSpan.FromHours(1),
    };

    private async Task<IReadOnlyList<string>> CandidatesAsync(ReconnectionQuery query) =>
        [.. (await _setup.Service.GetReconnectionCandidatesAsync(query)).Select(candidate => candidate.Peer.PeerId)];
}
