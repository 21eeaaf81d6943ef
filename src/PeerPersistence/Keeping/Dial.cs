namespace PeerPersistence;

/// <summary>A try that is under way.</summary>
internal sealed class Dial
{
    /// <summary>A try that began so short a time ago is as good as a new one.</summary>
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _source;

    public Dial(string peerId, TimeProvider time, CancellationToken cancellationToken)
    {
        (PeerId, _time, _began) = (peerId, time, time.GetTimestamp());
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _source.Token;
    }

    public string PeerId { get; }

    public CancellationToken Token { get; }

    /// <summary>Another try takes its place: it counts for nobody.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsGivenUp => IsWithdrawn || Token.IsCancellationRequested;

    public void Cancel() => _source.CancelQuietly();

    public bool IsYoung => _time.GetElapsedTime(_began) < Youth;

    public void SetEnded() => _ended.TrySetResult(true);

    /// <summary>Waits until it has ended, or is young no longer.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> EndsYoungAsync(CancellationToken cancellationToken)
    {
        // In whole milliseconds, as timers count: a shorter wait would end at once, and it would be young still.
        var rest = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((Youth - _time.GetElapsedTime(_began)).TotalMilliseconds)));
        try
        {
            await _ended.Task.WaitAsync(rest, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        return _ended.Task.IsCompleted;
    }

    /// <summary>The connector has ended: its token never fires after that, since what it built may go on using it.</summary>
    public void Release() => _source.Dispose();
}
