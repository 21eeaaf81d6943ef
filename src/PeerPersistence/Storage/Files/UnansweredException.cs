namespace PeerPersistence;

/// <summary>A rename is on its way. Until the system has answered, what it concerns must be held, so that nobody relies on it.</summary>
internal sealed class UnansweredException(Task answer, TimeSpan patience)
    : IOException($"The system must rename a file within {patience.TotalSeconds} s, and has not answered.")
{
    private Task _last = answer;

    /// <summary>Does something once there is an answer, whatever it is, and what was named before is done.</summary>
    public void Then(Action give) => _last = _last.ContinueWith(
        before =>
        {
            _ = before.Exception;
            give();
        },
        CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
