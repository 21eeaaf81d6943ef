using System.Collections.Concurrent;
using Moq;

namespace PeerPersistence.Tests;

/// <summary>A reconnector over a made-up service: candidates in, records and progress out; the test answers the tries.</summary>
internal sealed class ReconnectScene
{
    public ReconnectScene(params string[] candidates)
    {
        // Without a context, whatever an answer or the clock sets off runs inside that very call.
        SynchronizationContext.SetSynchronizationContext(null);
        Backoff = new(Clock, new Random(5));
        Candidates = new(
            [.. candidates.Select(id => new ReconnectionCandidate { Peer = PeerData.Create(id, Clock.GetUtcNow()), Score = 50 })],
            new PassedOver { Blacklisted = 3 });
        Peers.Setup(peers => peers.GetReconnectionCandidatesAsync(It.IsAny<ReconnectionQuery>(), It.IsAny<CancellationToken>()))
            .Callback((ReconnectionQuery? query, CancellationToken _) => Queries.Add(query!)).ReturnsAsync(() => Candidates);
        Peers.Setup(peers => peers.QueryPeersAsync(It.IsAny<PeerQuery>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((PeerQuery query, CancellationToken _) => LatestConnected(query));
        Peers.Setup(peers => peers.RecordConnectedAsync(It.IsAny<string>(), new QualityMeasurement(), false, It.IsAny<CancellationToken>()))
            .Callback((string id, QualityMeasurement? _, bool _, CancellationToken token) => Record("connected", id, token))
            .ReturnsAsync(true);
        Peers.Setup(peers => peers.RecordFailedAttemptAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string id, CancellationToken token) => Record("failed", id, token)).ReturnsAsync(true);
    }

    public TestClock Clock { get; } = new();

    public Mock<IPeerPersistenceService> Peers { get; } = new(MockBehavior.Strict);

    public ReconnectionBackoff Backoff { get; }

    public ReconnectionCandidates Candidates { get; set; }

    public List<ReconnectionQuery> Queries { get; } = [];

    /// <summary>What was recorded, as "connected a" or "failed b".</summary>
    public ConcurrentQueue<string> Recorded { get; } = new();

    public List<ReconnectionProgress> Steps { get; } = [];

    public ConcurrentQueue<FakeTry> Tries { get; } = new();

    public IReadOnlyCollection<string> Tried => [.. Tries.Select(call => call.PeerId)];

    /// <summary>Whether the callback does not look at its token.</summary>
    public bool IgnoresTokens { get; init; }

    /// <summary>How long ago somebody last connected; <c>null</c>: nobody ever did.</summary>
    public TimeSpan? LastConnected { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The try of a peer, which another thread may be about to begin.</summary>
    public FakeTry this[string peerId]
    {
        get
        {
            Eventually.Spin(() => Tries.Any(call => call.PeerId == peerId));
            return Tries.Single(call => call.PeerId == peerId);
        }
    }

    public Task<ReconnectionResult> Run(
        ReconnectOptions? options = null, Func<PeerData, CancellationToken, Task<bool>>? connect = null,
        CancellationToken cancellationToken = default) =>
        new Reconnector(Peers.Object, Backoff, Clock)
            .RunAsync(Measuring(connect ?? Connect), options ?? new(), new Recorder(Steps), cancellationToken);

    /// <summary>A callback that measures nothing.</summary>
    public static Func<PeerData, CancellationToken, Task<QualityMeasurement?>> Measuring(Func<PeerData, CancellationToken, Task<bool>> connect) =>
        async (peer, token) => await connect(peer, token) ? new() : null;

    private Task<bool> Connect(PeerData peer, CancellationToken token)
    {
        var call = new FakeTry(peer, IgnoresTokens, token);
        Tries.Enqueue(call);
        return call.Answer;
    }

    private IReadOnlyList<PeerData> LatestConnected(PeerQuery query)
    {
        query.Should().Be(new PeerQuery { SortBy = PeerSortBy.LastConnected, Limit = 1, ExcludeBlacklisted = false });
        return [PeerData.Create("friend") with { LastConnected = Clock.GetUtcNow() - LastConnected }];
    }

    private void Record(string what, string peerId, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Recorded.Enqueue($"{what} {peerId}");
    }

    private sealed class Recorder(List<ReconnectionProgress> steps) : IProgress<ReconnectionProgress>
    {
        public void Report(ReconnectionProgress value) => steps.Add(value);
    }
}
