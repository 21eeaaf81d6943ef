using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Runs a reconnect from the candidates to the result. Thread-safe; rounds may overlap.</summary>
internal sealed class Reconnector(
    IReconnectionPeers peers, ReconnectionBackoff backoff, INetworkStatus network, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>
    /// One round in so many puts out a feeler, as Bitcoin Core calls it: somebody never tried has its last place, or more of many.
    /// </summary>
    private const int RoundsPerFeeler = 10;

    private const double FeelersShare = 0.1;

    private int _rounds;

    /// <summary>Tries candidates until enough are connected, and says what came of it, also where it could not be recorded.</summary>
    /// <remarks>
    /// <para>A stopped try has a moment (1/40 of the time-out) to end, then it is abandoned; one that answers within it counts as
    /// connected, beyond the target too, for its connection stands.</para>
    /// <para>A cancelled call records what had happened before, as any round does at its end, and then throws, unless its target
    /// was already reached.</para>
    /// </remarks>
    public async Task<ReconnectionResult> RunAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions options,
        IProgress<ReconnectionProgress>? progress, CancellationToken cancellationToken)
    {
        ReconnectOptionsValidator.Check(options);
        CandidateSelection.Check(options.Query);
        var began = timeProvider.GetTimestamp();
        if (!options.Background)
            backoff.Reset(options.Query.OnlyPeerIds);
        var candidates = await peers.CandidatesAsync(QueryFor(options), cancellationToken).ConfigureAwait(false);

        var outcomes = new ReconnectionOutcomes(peers, backoff, network, timeProvider);
        var round = new ReconnectionRound(candidates, options, outcomes, timeProvider, connect, progress);
        await round.RunAsync(cancellationToken).ConfigureAwait(false);
        var ownOutage = await outcomes.CloseAsync(options.BeforeFailures).ConfigureAwait(false);
        Log(outcomes, ownOutage);
        if (outcomes.Connected.Count < options.TargetConnections)
            cancellationToken.ThrowIfCancellationRequested();

        return new()
        {
            Connected = outcomes.Connected,
            Failed = outcomes.Failed,
            Errors = outcomes.Errors,
            RecordingErrors = outcomes.RecordingErrors,
            OwnOutage = ownOutage,
            PassedOver = candidates.PassedOver,
            Waiting = backoff.Waits(),
            Duration = timeProvider.GetElapsedTime(began),
        };
    }

    private void Log(ReconnectionOutcomes outcomes, bool ownOutage)
    {
        logger.Reconnected(outcomes.Connected.Count, outcomes.Failed.Count, ownOutage);
        if (outcomes.Errors.Where(error => CallbackFault.Is(error.Exception)).ToList() is [var fault, ..] faults)
            logger.CallbackFaulty(faults.Count, fault.Exception.GetType().Name);
        if (outcomes.RecordingErrors is [var unrecorded, ..])
            logger.OutcomesNotRecorded(outcomes.RecordingErrors.Count, unrecorded.Exception.GetType().Name);
    }

    /// <summary>The gate of background rounds is part of the query, so that it takes no places from those who may be tried.</summary>
    private ReconnectionQuery QueryFor(ReconnectOptions options)
    {
        var query = options.Query;
        if (PutsOutAFeeler())
            query = query with { Exploration = Math.Max(query.Exploration, FeelersShare) };
        return !options.Background ? query : query with
        {
            MinProbability = options.AnyChance ? query.MinProbability : Math.Max(query.MinProbability, ReconnectOptions.FairChance),
            ExcludePeerIds = [.. query.ExcludePeerIds, .. backoff.Waiting()],
        };
    }

    private bool PutsOutAFeeler() => Interlocked.Increment(ref _rounds) % RoundsPerFeeler == 0;
}
