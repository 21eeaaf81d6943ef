namespace PeerPersistence;

/// <summary>
/// The tries of one reconnect. As many quick tries run as connections are still wanted; a try that has become slow no longer counts
/// as one of them, so that the next starts beside it (a hedge); never more than <see cref="ReconnectOptions.MaxParallelism"/> run.
/// </summary>
/// <remarks>
/// One loop starts and ends all tries, so nothing here needs a lock, and the callback's code up to its first await never runs twice
/// at once. What the progress handler throws is ignored: a display costs nobody a connection or its record.
/// </remarks>
internal sealed class ReconnectionRound(
    ReconnectionCandidates candidates, ReconnectOptions options, ReconnectionOutcomes outcomes, TimeProvider timeProvider,
    Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, IProgress<ReconnectionProgress>? progress)
{
    private readonly List<ReconnectionAttempt> _running = [];
    private int _tried;

    private int Wanted => options.TargetConnections - outcomes.Connected.Count;

    /// <summary>Runs to the end; no try is left running, whatever happens.</summary>
    /// <param name="cancellationToken">Stops the tries; the round then ends as it does at its target.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                if (_running.Find(attempt => attempt.Outcome.IsCompleted) is { } ended)
                    await EndAsync(ended, stop).ConfigureAwait(false);
                else if (MayStart() && !stop.IsCancellationRequested)
                    Start(candidates[_tried], stop.Token);
                else if (_running.Count > 0)
                    await Task.WhenAny(_running.Select(attempt => attempt.NextEvent)).ConfigureAwait(false);
                else
                    return;
            }
        }
        finally
        {
            stop.CancelQuietly();
            await Task.WhenAll(_running.Select(attempt => attempt.Outcome)).ConfigureAwait(false);
        }
    }

    private bool MayStart() =>
        _tried < candidates.Count && _running.Count < options.MaxParallelism && _running.Count(attempt => !attempt.IsSlow) < Wanted;

    private void Start(ReconnectionCandidate candidate, CancellationToken stop)
    {
        _tried++;
        Report(candidate.Peer, ReconnectionStep.Trying);
        _running.Add(ReconnectionAttempt.Start(candidate, connect, options, timeProvider, stop));
    }

    private async Task EndAsync(ReconnectionAttempt attempt, CancellationTokenSource stop)
    {
        _running.Remove(attempt);
        var step = await attempt.Outcome.ConfigureAwait(false);
        if (step == ReconnectionStep.Failed)
            outcomes.AddFailed(attempt.Candidate, attempt.Error);
        if (step == ReconnectionStep.Connected)
        {
            var recorded = outcomes.AddConnectedAsync(attempt.Peer.PeerId, attempt.Measurement!);
            if (Wanted <= 0)
                stop.CancelQuietly();
            await recorded.ConfigureAwait(false);
        }

        Report(attempt.Peer, step, attempt.Error);
    }

    private void Report(PeerData peer, ReconnectionStep step, Exception? error = null)
    {
        try
        {
            progress?.Report(new()
            {
                PeerId = peer.PeerId,
                Step = step,
                Error = error,
                Connected = outcomes.Connected.Count,
                Tried = _tried,
                Candidates = candidates.Count,
            });
        }
        catch (Exception)
        {
        }
    }
}
