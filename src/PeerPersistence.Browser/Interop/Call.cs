namespace PeerPersistence;

/// <summary>A call that JavaScript has not ended yet.</summary>
internal interface ICall
{
    /// <param name="value">What it gave.</param>
    /// <param name="error">Why it failed; <c>null</c>: it did not.</param>
    void End(int value, string? error);
}

/// <summary>The one task between JavaScript and who waits. Another would cost every commit some microseconds of the interpreter.</summary>
/// <param name="read">Makes of the number that is told what the caller wants.</param>
internal sealed class Call<T>(Func<int, T> read) : TaskCompletionSource<T>, ICall
{
    public void End(int value, string? error)
    {
        if (error is not null)
        {
            SetException(BrowserErrors.Of(error));
            return;
        }

        try
        {
            SetResult(read(value));
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }
}
