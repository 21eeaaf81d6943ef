namespace PeerPersistence;

/// <summary>
/// One try: over when the callback is, at its time-out, or a moment after it was told to stop, whichever comes first.
/// </summary>
/// <remarks>
/// The callback's token fires at the time-out and at a stop, never after the callback has ended: what it built may go on using it.
/// A callback that ignores its token is abandoned; whatever it does later is observed and ignored.
/// </remarks>
internal sealed class ReconnectionAttempt
{
    /// <summary>A try is slow after 1/40 of its time-out: 250 ms of ten seconds, the delay of Happy Eyeballs (RFC 8305, 5).</summary>
    private const int SlowShare = 40;

    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly TaskCompletionSource<bool> _slow = new();

    private ReconnectionAttempt(ReconnectionCandidate candidate, TimeSpan patience, TimeProvider time) =>
        (Candidate, _patience, _time) = (candidate, patience, time);

    public ReconnectionCandidate Candidate { get; }

    public PeerData Peer => Candidate.Peer;

    /// <summary>What came of it: connected, failed or stopped. Never faulted, never cancelled.</summary>
    public Task<ReconnectionStep> Outcome { get; private set; } = null!;

    /// <summary>What was measured; there where the try connected.</summary>
    public QualityMeasurement? Measurement { get; private set; }

    /// <summary>What the callback threw, where that was how the try ended.</summary>
    public Exception? Error { get; private set; }

    /// <summary>It has taken so long that the next peer should be tried beside it.</summary>
    public bool IsSlow => _slow.Task.IsCompleted;

    /// <summary>Completes when it ends or becomes slow.</summary>
    public Task NextEvent => IsSlow ? Outcome : Task.WhenAny(Outcome, _slow.Task);

    public static ReconnectionAttempt Start(
        ReconnectionCandidate candidate, Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions options,
        TimeProvider time, CancellationToken stop)
    {
        var attempt = new ReconnectionAttempt(candidate, options.AttemptTimeout / SlowShare, time);
        attempt.Outcome = attempt.RunAsync(connect, options, stop);
        return attempt;
    }

    private async Task<ReconnectionStep> RunAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions options, CancellationToken stop)
    {
        // No Task.Delay: cancelled when the try ends, it would wake the round a second time, beside the outcome and on another thread.
        using var slow = _time.CreateTimer(_ => _slow.TrySetResult(true), null, _patience, Timeout.InfiniteTimeSpan);
        using var timers = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timeUp = Task.Delay(options.AttemptTimeout, _time, timers.Token);
        var abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var call = CallAsync(connect, abort.Token);
        _ = call.Observed().ContinueWith(
            _ => abort.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        await Task.WhenAny(call, timeUp).ConfigureAwait(false);
        timers.Cancel();
        if (stop.IsCancellationRequested)
            await GiveItAMomentAsync(call).ConfigureAwait(false);

        Measurement = call.IsCompletedSuccessfully ? call.Result : null;
        Error = call.Exception?.InnerException;
        var isPointless = Error is NotNowException || (!call.IsCompleted && options.IsPointless?.Invoke(Peer.PeerId) == true);
        if (!call.IsCompleted)
            abort.CancelQuietly();
        return Measurement is not null ? ReconnectionStep.Connected
            : stop.IsCancellationRequested || isPointless ? ReconnectionStep.Stopped : ReconnectionStep.Failed;
    }

    /// <summary>Turns what the callback throws before its first await, a <c>null</c> task included, into a faulted task.</summary>
    private async Task<QualityMeasurement?> CallAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, CancellationToken cancellationToken)
    {
        if (await connect(Peer, cancellationToken).ConfigureAwait(false) is not { Success: not false } measurement)
            return null;
        PeerValidator.Check(measurement);
        return measurement;
    }

    private async Task GiveItAMomentAsync(Task call)
    {
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(call, Task.Delay(_patience, _time, timer.Token)).ConfigureAwait(false);
        timer.Cancel();
    }
}
