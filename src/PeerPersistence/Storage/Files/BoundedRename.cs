namespace PeerPersistence;

/// <summary>A rename for which nobody has to wait for good: some systems, drives in a network above all, do not answer for long.</summary>
internal static class BoundedRename
{
    /// <summary>How long something waits that can do nothing without the rename.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="UnansweredException">The system has not answered in time, and may do it yet.</exception>
    public static bool Within(TimeSpan patience, Func<bool> rename)
    {
        var answer = WriterThread.RunAsync(rename);
        return Task.WaitAny([answer], patience) == 0 ? answer.GetAwaiter().GetResult() : throw new UnansweredException(answer, patience);
    }
}
