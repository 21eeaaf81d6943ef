namespace PeerPersistence;

/// <summary>A commit on its way to a store's writer, and the task that its caller waits on.</summary>
internal abstract class AwaitedCommit
{
    // Callers continue on threads of their own: never on the writer's.
    private readonly TaskCompletionSource<bool> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;
    private int _isTaken;

    public Task<bool> Result => _result.Task;

    /// <summary>From now on the token may take it out of the line, as long as the writer has not.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _registration = cancellationToken.Register(() =>
        {
            if (TryTake())
                _result.TrySetCanceled(cancellationToken);
        });
    }

    /// <summary>The commit point: after it the commit stands, whatever the token does. <c>false</c>: it was cancelled before.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public void Complete(bool result)
    {
        _registration.Dispose();
        _result.TrySetResult(result);
    }

    public void Fail(Exception exception)
    {
        _registration.Dispose();
        _result.TrySetException(exception);
    }
}
