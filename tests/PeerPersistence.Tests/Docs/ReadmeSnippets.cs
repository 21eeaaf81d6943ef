using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the README, run.</summary>
public sealed class ReadmeSnippets : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task QuickStart_Runs()
    {
        var path = Path.Combine(_folder, "peers.db");

        // docs:begin quick-start
        await using var peers = await PeerPersistenceService.OpenAsync(path);
        await peers.StorePeerAsync(new()
        {
            PeerId = "alice",
            SharedSecret = "from your handshake",
            CachedCandidates = [new("192.0.2.7:4000")],   // an ICE candidate, or your own form of an address
        });
        // docs:end

        // docs:begin reconnect-short
        var result = await peers.ReconnectAsync(
            (peer, cancellationToken) => ConnectAsync(peer.CachedCandidates, cancellationToken),
            new() { TargetConnections = 3 });
        // docs:end
        Console.WriteLine($"Back with {string.Join(", ", result.Connected)} after {result.Duration}.");

        result.Connected.Should().Equal("alice");

        static Task<bool> ConnectAsync(IReadOnlyList<IceCandidate> addresses, CancellationToken cancellationToken) =>
            Task.FromResult(addresses[0].Candidate == "192.0.2.7:4000" && !cancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task Events_AndQueries_Run()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeersAsync([setup.Friend("alice"), setup.Friend("bob"), setup.Friend("me")]);

        // docs:begin events
        await peers.RecordConnectedAsync("alice", new() { Latency = TimeSpan.FromMilliseconds(40), ConnectionType = ConnectionType.Host });
        await peers.RecordDisconnectedAsync("alice", uptime: TimeSpan.FromMinutes(20), Departure.Remote);
        await peers.RecordFailedAttemptAsync("bob");
        await peers.ObserveMeshAsync(["alice", "carol"]);   // one round of gossip: who is there
        // docs:end

        // docs:begin query-candidates
        var candidates = await peers.GetReconnectionCandidatesAsync(new() { Limit = 5, ExcludePeerIds = ["me"] });
        foreach (var candidate in candidates)
            Console.WriteLine($"{candidate.Peer.DisplayName}: {candidate.Score:F0} % ({candidate.Traits})");
        // docs:end

        // docs:begin query-router
        var router = await peers.QueryPeersAsync(new() { SortBy = PeerSortBy.Quality, MinQuality = 70, Limit = 1 });
        // docs:end

        candidates.Select(candidate => candidate.Peer.PeerId).Should().Equal("alice", "bob");
        router.Single().PeerId.Should().Be("alice");
    }

    [Fact]
    public void Registrations_Compile()
    {
        var passphrase = "correct horse";
        var services = new ServiceCollection();

        // docs:begin dependency-injection
        services.AddPeerPersistence(options => options.MaxPeers = 200)
            .UseFileStore("peers.db");
        // docs:end

        services = new();

        // docs:begin secrets
        services.AddPeerPersistence().UseFileStore("peers.db").UsePassphrase(() => passphrase);
        services.AddKeyedPeerPersistence("work").UseKeyFile("/run/secrets/peers.key");
        // docs:end

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IPeerPersistenceService>().Should().NotBeNull();
        provider.GetRequiredKeyedService<IPeerPersistenceService>("work").Should().NotBeNull();
    }
}
