namespace PeerPersistence;

/// <summary>A thread that the stores of the process borrow to write, one store at a time.</summary>
/// <remarks>
/// Writing blocks until the disk answers, which would hold up the thread pool and everybody in it. There are as many of these threads as
/// stores that write at the same time; one that nobody borrows for a while ends.
/// </remarks>
internal sealed class WriterThread
{
    /// <summary>How long a thread waits to be borrowed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly LinkedList<WriterThread> Free = new(); // the last one has just become free

    private readonly object _gate = new();
    private readonly LinkedListNode<WriterThread> _place;
    private Action? _work;

    private WriterThread(Action work) => (_work, _place) = (work, new(this));

    /// <summary>Runs something that blocks and does not throw.</summary>
    public static void Run(Action work)
    {
        if (TakeFree() is { } thread)
            thread.Give(work);
        else
            new Thread(new WriterThread(work).Loop) { IsBackground = true, Name = "PeerPersistence file writer" }.UnsafeStart();
    }

    /// <summary>Runs something that blocks.</summary>
    public static Task<bool> RunAsync(Func<bool> work)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Run(() =>
        {
            try
            {
                answer.SetResult(work());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    private static WriterThread? TakeFree()
    {
        lock (Free)
        {
            var last = Free.Last;
            if (last is not null)
                Free.RemoveLast();
            return last?.Value;
        }
    }

    private void Give(Action work)
    {
        lock (_gate)
        {
            _work = work;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (TakeWork() is { } work)
        {
            work();
            lock (Free)
                Free.AddLast(_place);
        }
    }

    private Action? TakeWork()
    {
        lock (_gate)
        {
            while (_work is null)
            {
                if (!Monitor.Wait(_gate, Patience) && _work is null && TryEnd())
                    return null;
            }

            var work = _work;
            _work = null;
            return work;
        }
    }

    /// <summary><c>false</c>: somebody has just taken it, and gives it work at once.</summary>
    private bool TryEnd()
    {
        lock (Free)
        {
            if (_place.List is null)
                return false;
            Free.Remove(_place);
            return true;
        }
    }
}
