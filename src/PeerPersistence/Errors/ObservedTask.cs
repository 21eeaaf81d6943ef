namespace PeerPersistence;

/// <summary>A shared task whose failure is no surprise.</summary>
internal static class ObservedTask
{
    /// <summary>Keeps the runtime from reporting a failure that nobody heard of, because all who waited had given up.</summary>
    public static Task Observed(this Task task)
    {
        task.ContinueWith(
            ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }
}
