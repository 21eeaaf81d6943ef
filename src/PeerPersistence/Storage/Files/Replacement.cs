namespace PeerPersistence;

/// <summary>A fresh log on its way to the store's name. Some systems, drives in a network above all, do not answer for long.</summary>
/// <remarks>It is renamed on a thread of its own, so that nobody has to wait for good.</remarks>
internal sealed class Replacement(FreshLog fresh, StorePlace place)
{
    private readonly Task<bool> _answer = WriterThread.RunAsync(() =>
    {
        fresh.TakeOver(place);
        return true;
    });

    public FreshLog Fresh => fresh;

    /// <summary>What it came to is known to the writer.</summary>
    public bool IsSettled { get; private set; }

    public bool IsAnswered(TimeSpan within) => Task.WaitAny([_answer], within) == 0;

    /// <summary>Throws what the renaming failed with.</summary>
    public void Settle()
    {
        IsSettled = true;
        _answer.GetAwaiter().GetResult();
    }

    /// <summary>The store is closed: once there is an answer, lets go of the file, and goes on with something else.</summary>
    public void GiveUp(Action then) => _answer.ContinueWith(
        answer =>
        {
            _ = answer.Exception;
            Fresh.LetGo();
            then();
        },
        CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
