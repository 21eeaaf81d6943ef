namespace PeerPersistence;

/// <summary>A rename is on its way. Until the system has answered, what it concerns must be held, so that nobody relies on it.</summary>
internal sealed class UnansweredException(Task answer, TimeSpan patience)
    : IOException($"The system must rename a file within {patience.TotalSeconds} s, and has not answered.")
{
    // Whatever it is, somebody has looked at it.
    private Task _last = answer.ContinueWith(
        static one => _ = one.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    public bool IsAnswered => answer.IsCompleted;

    /// <summary>Does something once there is an answer, whatever it is, and what was named before is done.</summary>
    public void Then(Action give) => _last = _last.ContinueWith(
        _ => give(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
