using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests;

/// <summary>A reconnector over made-up peers: candidates in, records and progress out; the test answers the tries.</summary>
internal sealed class ReconnectScene : IReconnectionPeers
{
    public ReconnectScene(params string[] candidates)
    {
        // Without a context, whatever an answer or the clock sets off runs inside that very call.
        SynchronizationContext.SetSynchronizationContext(null);
        Backoff = new(Clock, new Random(5));
        Candidates = new(
            [.. candidates.Select(id => new ReconnectionCandidate { Peer = PeerData.Create(id, Clock.GetUtcNow()), Score = 50 })],
            new PassedOver { Blacklisted = 3 });
    }

    public TestClock Clock { get; } = new();

    public ReconnectionBackoff Backoff { get; }

    public ReconnectionCandidates Candidates { get; set; }

    public List<ReconnectionQuery> Queries { get; } = [];

    /// <summary>What was recorded, as "connected a" or "failed b".</summary>
    public ConcurrentQueue<string> Recorded { get; } = new();

    /// <summary>What recording something throws; <c>null</c>: it works.</summary>
    public Func<string, Exception?> Refusal { get; set; } = _ => null;

    public RecordingLogger<Reconnector> Logger { get; } = new();

    public ConcurrentQueue<QualityMeasurement> Measurements { get; } = new();

    public List<ReconnectionProgress> Steps { get; } = [];

    public ConcurrentQueue<FakeTry> Tries { get; } = new();

    public IReadOnlyCollection<string> Tried => [.. Tries.Select(call => call.PeerId)];

    /// <summary>Whether the callback does not look at its token.</summary>
    public bool IgnoresTokens { get; init; }

    public FakeNetwork Network { get; } = new();

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
        RunMeasured(Measuring(connect ?? Connect), options, new Recorder(Steps), cancellationToken);

    public Task<ReconnectionResult> RunMeasured(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Reconnector(this, Backoff, Network, Clock, Logger).RunAsync(connect, options ?? new(), progress, cancellationToken);

    /// <summary>A callback that measures nothing.</summary>
    public static Func<PeerData, CancellationToken, Task<QualityMeasurement?>> Measuring(Func<PeerData, CancellationToken, Task<bool>> connect) =>
        async (peer, token) => await connect(peer, token) ? new() : null;

    private Task<bool> Connect(PeerData peer, CancellationToken token)
    {
        var call = new FakeTry(peer, IgnoresTokens, token);
        Tries.Enqueue(call);
        return call.Answer;
    }

    Task<ReconnectionCandidates> IReconnectionPeers.CandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<ReconnectionCandidates>(cancellationToken)
            : Task.FromResult(Candidates);
    }

    Task IReconnectionPeers.RecordConnectedAsync(string peerId, QualityMeasurement measurement)
    {
        Measurements.Enqueue(measurement);
        return RecordAsync($"connected {peerId}");
    }

    Task IReconnectionPeers.RecordFailedAsync(IReadOnlyCollection<string> peerIds) =>
        RecordAsync([.. peerIds.Select(peerId => $"failed {peerId}")]);

    private Task RecordAsync(params string[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (Refusal(outcome) is { } error)
                return Task.FromException(error);
            Recorded.Enqueue(outcome);
        }

        return Task.CompletedTask;
    }

    private sealed class Recorder(List<ReconnectionProgress> steps) : IProgress<ReconnectionProgress>
    {
        public void Report(ReconnectionProgress value) => steps.Add(value);
    }
}
