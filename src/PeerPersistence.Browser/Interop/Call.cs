namespace PeerPersistence;

/// <summary>A call that JavaScript has not ended yet.</summary>
internal interface ICall
{
    /// <param name="value">What it gave.</param>
    void End(int value);

    /// <param name="error">Why it failed.</param>
    void Fail(string error);
}

/// <summary>The one task between JavaScript and who waits. Another would cost every commit some microseconds of the interpreter.</summary>
/// <param name="read">Makes of the number that is told what the caller wants.</param>
internal sealed class Call<T>(Func<int, T> read) : TaskCompletionSource<T>, ICall
{
    public void End(int value)
    {
        try
        {
            SetResult(read(value));
        }
        catch (Exception e)
        {
            TrySetException(e);
        }
    }

    public void Fail(string error) => SetException(BrowserErrors.Of(error));
}
