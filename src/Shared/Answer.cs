namespace PeerPersistence;

/// <summary>A task that ends as it was told, though memory may run out meanwhile: whoever waits for it may hold all there is.</summary>
internal sealed class Answer(TaskCreationOptions options = TaskCreationOptions.RunContinuationsAsynchronously)
    : TaskCompletionSource<bool>(options)
{
    private const int MemoryOfAFailure = 4096;

    private (bool Result, Exception? Failure)? _end;
    private bool _isTold;

    /// <summary>Says how it will end. What is said first counts.</summary>
    public void Prepare(bool result, Exception? failure = null) => _end ??= (result, failure);

    /// <summary>Ends as prepared.</summary>
    public void Tell()
    {
        if (_end is { Failure: { } failure })
            TellOnce(failure);
        else
            MemoryWait.Insist(static answer => answer.TrySetResult(answer._end!.Value.Result), this);
    }

    /// <summary>Ends as some work does.</summary>
    public void TellOf(Func<bool> work)
    {
        try
        {
            Prepare(work());
        }
        catch (Exception e)
        {
            Prepare(false, e);
        }

        Tell();
    }

    private void TellOnce(Exception failure)
    {
        if (_isTold)
            return;
        MemoryWait.Insist(static length => GC.KeepAlive(new byte[length]), MemoryOfAFailure);
        _isTold = true;
        try
        {
            TrySetException(failure);
        }
        catch (OutOfMemoryException)
        {
            // Others took that memory. The task is lost: asked again, it would wait for itself, and all others for it.
        }
    }
}
