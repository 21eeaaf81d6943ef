#if NETSTANDARD2_1
namespace PeerPersistence;

/// <summary>The overload of newer runtimes.</summary>
internal static class TaskWaiting
{
    /// <summary>Waits for the task, or until the token gives up; the task goes on.</summary>
    public static Task WaitAsync(this Task task, CancellationToken cancellationToken) =>
        task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
#endif
