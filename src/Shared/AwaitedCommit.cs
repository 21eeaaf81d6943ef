namespace PeerPersistence;

/// <summary>A commit on its way to a store's writer, and the task that its caller waits on.</summary>
internal abstract class AwaitedCommit
{
    private readonly Answer _answer;
    private CancellationTokenRegistration _registration;
    private int _isTaken;

    /// <param name="isHandedOver">Whether its caller may continue on the thread that calls <see cref="HandOver"/>. Otherwise he continues
    /// on a thread of his own: never on the writer's.</param>
    protected AwaitedCommit(bool isHandedOver = false)
    {
        _answer = new(isHandedOver ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        HandOver = isHandedOver ? _answer.Tell : null;
    }

    public Task<bool> Result => _answer.Task;

    /// <summary>Tells the caller of a commit that is complete or failed, who may continue on the thread that calls this, for as long as it
    /// takes him. It holds nothing of the commit. <c>null</c>: he is told at once.</summary>
    public Action? HandOver { get; }

    /// <summary>From now on the token may take it out of the line, as long as the writer has not.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _registration = cancellationToken.Register(() =>
        {
            if (TryTake())
                _answer.TrySetCanceled(cancellationToken);
        });
    }

    /// <summary>The commit point: after it the commit stands, whatever the token does. <c>false</c>: it was cancelled before.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>What it is told first counts.</summary>
    public void Complete(bool result) => End(result, failure: null);

    /// <inheritdoc cref="Complete"/>
    public void Fail(Exception failure) => End(result: false, failure);

    private void End(bool result, Exception? failure)
    {
        _registration.Dispose();
        _answer.Prepare(result, failure);
        if (HandOver is null)
            _answer.Tell();
    }
}
