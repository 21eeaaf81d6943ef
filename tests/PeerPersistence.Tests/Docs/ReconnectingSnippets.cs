using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the pages on getting started and on reconnecting, run.</summary>
public sealed class ReconnectingSnippets
{
    [Fact]
    public async Task Round_Connects()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeersAsync([setup.Friend("me"), setup.Friend("alice"), setup.Friend("bob")]);
        var (myId, connectedIds, cancellationToken) = ("me", new List<string> { "bob" }, CancellationToken.None);

        // docs:begin reconnecting
        var result = await peers.ReconnectAsync(
            (peer, cancellationToken) => ConnectAsync(peer, cancellationToken),
            new()
            {
                TargetConnections = 3,
                MaxParallelism = 3,
                AttemptTimeout = TimeSpan.FromSeconds(10),
                Query = new() { Limit = 20, ExcludePeerIds = [myId, .. connectedIds] },
            },
            new Progress<ReconnectionProgress>(step => Console.WriteLine($"{step.PeerId}: {step.Step}")),
            cancellationToken);
        // docs:end

        result.Connected.Should().Equal("alice");
    }

    [Fact]
    public async Task Round_RecordsWhatTheCallbackMeasured()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeerAsync(setup.Friend("alice"));

        // docs:begin reconnecting-measured
        await peers.ReconnectMeasuredAsync(async (peer, cancellationToken) =>
        {
            var link = await DialAsync(peer.CachedCandidates, cancellationToken);
            return link is null ? null : new QualityMeasurement { Latency = link.Latency, Address = link.Address };
        });
        // docs:end

        (await peers.GetPeerAsync("alice"))!.ConnectionQuality.Latency.Should().Be(TimeSpan.FromMilliseconds(30));
        (await peers.GetAddressesAsync("alice")).Should().ContainSingle(address => address.LastWorked != null);
    }

    [Fact]
    public async Task BackgroundRounds_Connect()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeersAsync([setup.Friend("alice"), setup.Friend("bob"), setup.Friend("carol")]);
        using var done = new CancellationTokenSource();
        var (connectedIds, timeProvider, cancellationToken) = (new List<string>(), setup.Time, done.Token);

        var rounds = KeepConnectedAsync();
        setup.Time.Advance(TimeSpan.FromSeconds(30));
        await Eventually.Until(() => connectedIds.Count == 3);

        done.Cancel();
        await rounds.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        connectedIds.Should().BeEquivalentTo("alice", "bob", "carol");

        async Task KeepConnectedAsync()
        {
            // docs:begin reconnecting-background
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), timeProvider);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var missing = 3 - connectedIds.Count;
                if (missing > 0)
                    await peers.ReconnectAsync(ConnectAsync, new() { TargetConnections = missing, Background = true }, cancellationToken: cancellationToken);
            }
            // docs:end
        }

        Task<bool> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
        {
            connectedIds.Add(peer.PeerId);
            return Task.FromResult(true);
        }
    }

    [Fact]
    public async Task Container_GivesAService()
    {
        var services = new ServiceCollection();

        // docs:begin getting-started-container
        services.AddPeerPersistence();   // a file in the user's application data folder, its key apart from it
        // docs:end

        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IPeerPersistenceService>().Should().NotBeNull();
    }

    private static Task<bool> ConnectAsync(PeerData peer, CancellationToken cancellationToken) => Task.FromResult(true);

    private static Task<Link?> DialAsync(IReadOnlyList<IceCandidate> addresses, CancellationToken cancellationToken) =>
        Task.FromResult<Link?>(new(TimeSpan.FromMilliseconds(30), addresses.Count > 0 ? addresses[0] : new() { Candidate = "198.51.100.7:4000" }));

    private sealed record Link(TimeSpan Latency, IceCandidate Address);
}
