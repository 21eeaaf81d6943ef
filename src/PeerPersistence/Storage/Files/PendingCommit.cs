namespace PeerPersistence;

/// <summary>A commit on its way through the writer, and the task its caller waits on.</summary>
internal sealed class PendingCommit
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    // Callers continue on threads of their own: never on the writer's.
    private readonly TaskCompletionSource<bool> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyValuePair<string, ReadOnlyMemory<byte>?>[] _expectations;
    private CancellationTokenRegistration _registration;
    private int _state;

    /// <summary>Encodes the batch on the caller's thread, so that the writer only has to write.</summary>
    public PendingCommit(KeyValueBatch batch)
    {
        _expectations = [.. batch.Expectations];
        Frame = batch.Changes.Count == 0 ? null : Frame.Encode(batch.Changes, nameof(batch));
    }

    /// <summary>What to write; <c>null</c> where only expectations are checked.</summary>
    public Frame? Frame { get; }

    public ReadOnlySpan<KeyValuePair<string, ReadOnlyMemory<byte>?>> Expectations => _expectations;

    public Task<bool> Result => _result.Task;

    /// <summary>From now on the token may take it out of the queue.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _registration = cancellationToken.Register(() =>
        {
            if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
                _result.TrySetCanceled(cancellationToken);
        });
    }

    /// <summary>The commit point: after it the commit stands, whatever the token does. <c>false</c>: it was cancelled before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

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
