using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the page on candidates, run.</summary>
public sealed class CandidateSnippets : IAsyncLifetime
{
    private readonly Setup _setup = new();

    public Task InitializeAsync() => _setup.Service.StorePeerAsync(
        _setup.Friend("alice") with { CachedCandidates = [new() { Candidate = "a" }, new() { Candidate = "b", Type = ConnectionType.Host }] });

    public async Task DisposeAsync() => await _setup.DisposeAsync();

    [Fact]
    public async Task Queries_Run()
    {
        var (peers, time) = (_setup.Service, _setup.Time);

        // docs:begin candidates-why
        foreach (var candidate in await peers.GetReconnectionCandidatesAsync())
        {
            Console.WriteLine(candidate.Explain(time.GetLocalNow())); // usually here at this hour; last seen yesterday
            var why = candidate.Factors!;
            Console.WriteLine($"{candidate.Peer.DisplayName}: {candidate.Score:F0} %, {candidate.Traits}");
            Console.WriteLine($"online {why.Online:P0} × still with us {why.Alive:P0} × reachable {why.Reach:P0}");
        }
        // docs:end

        // docs:begin candidates-mixed
        var candidates = await peers.GetReconnectionCandidatesAsync(new() { Exploration = 0.2, Diversity = 0.2 });
        // docs:end

        candidates.Single().Traits.Should().Be(CandidateTraits.ProbablyOnline);
    }

    [Fact]
    public async Task Addresses_Run()
    {
        var peers = _setup.Service;

        // docs:begin candidates-addresses
        foreach (var address in await peers.GetAddressesAsync("alice"))
        {
            Console.WriteLine($"{address.Candidate.Type}, {address.Age} old, worked {address.LastWorked}");
            if (!await CallAsync(address.Candidate))
                continue;
            await peers.RecordConnectedAsync("alice", new() { Address = address.Candidate });
            break;
        }
        // docs:end

        (await peers.GetAddressesAsync("alice"))[0].Candidate.Candidate.Should().Be("b");

        static Task<bool> CallAsync(IceCandidate address) => Task.FromResult(address.Type == ConnectionType.Host);
    }

    [Fact]
    public async Task Gossip_Runs()
    {
        var peers = _setup.Service;
        string[] named = ["alice", "bob"];

        // docs:begin candidates-gossip
        await peers.ObserveMeshAsync(named);
        await peers.IntroducePeersAsync(named.Select(id => new PeerData { PeerId = id }), introducedBy: "carol");
        // docs:end

        (await peers.GetAllPeerIdsAsync()).Should().Equal("alice", "bob");
    }

    [Fact]
    public async Task Ranker_OfYourOwn_Explains()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_setup.Time);
        services.AddPeerPersistence().UseStore(_ => _setup.Store);
        var isAtHome = false;

        // docs:begin candidates-use-ranker
        services.AddPeerPersistence().UseRanker(_ => new AtHome(() => isAtHome));
        // docs:end

        await using var provider = services.BuildServiceProvider();
        var peers = provider.GetRequiredService<IPeerPersistenceService>();
        await peers.RecordConnectedAsync("alice", new() { ConnectionType = ConnectionType.Host });
        var away = (await peers.GetReconnectionCandidatesAsync()).Single();
        isAtHome = true;
        var home = (await peers.GetReconnectionCandidatesAsync()).Single();
        away.Score.Should().BeApproximately(home.Score / 2, 1e-9);
        away.Factors!.Reach.Should().BeApproximately(home.Factors!.Reach / 2, 1e-9);
    }
}

// docs:begin candidates-ranker
public sealed class AtHome(Func<bool> isAtHome) : IExplainingRanker
{
    private readonly PresenceRanker _presence = new();

    public double Rank(PeerSummary peer, DateTimeOffset now) => _presence.Rank(peer, now) * Share(peer);

    public ReconnectionFactors Explain(PeerSummary peer, DateTimeOffset now)
    {
        var factors = _presence.Explain(peer, now);
        return factors with { Reach = factors.Reach * Share(peer) };
    }

    // Away from home, those whom only the home network reached are worth half.
    private double Share(PeerSummary peer) =>
        !isAtHome() && peer.ConnectionType == ConnectionType.Host ? 0.5 : 1;
}
// docs:end
