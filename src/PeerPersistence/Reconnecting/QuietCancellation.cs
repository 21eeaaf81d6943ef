namespace PeerPersistence;

internal static class QuietCancellation
{
    /// <summary>Cancels. The handlers are the callback's own code, and so is what they throw.</summary>
    public static void CancelQuietly(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (Exception e) when (e is AggregateException or ObjectDisposedException)
        {
        }
    }
}
