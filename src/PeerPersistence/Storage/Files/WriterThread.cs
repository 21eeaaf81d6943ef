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

    private static readonly SemaphoreSlim Loans = new(Environment.ProcessorCount);

    private readonly object _gate = new();
    private readonly LinkedListNode<WriterThread> _place;
    private Func<Action?>? _work;

    private WriterThread(Func<Action?> work) => (_work, _place) = (work, new(this));

    /// <summary>Whether few of these threads run what belongs to callers. Where many callers block, the pool is to limit their threads.
    /// </summary>
    public static bool MayLend => Loans.CurrentCount > 0;

    /// <summary>Runs on this thread what belongs to a caller: it may take for ever. Whoever needs one meanwhile gets another.</summary>
    public static void Lend(Action work)
    {
        var isCounted = Loans.Wait(0); // Several may have looked at once.
        // As the pool does: what comes next on this thread finds no context of somebody else's.
        ExecutionContext.Run(ExecutionContext.Capture()!, static work => ((Action)work!)(), work);
        var thread = Thread.CurrentThread;
        (thread.IsBackground, thread.Priority) = (true, ThreadPriority.Normal);
        if (isCounted)
            Loans.Release();
    }

    /// <summary>The same on another thread.</summary>
    public static void LendAnother(Action work) => RunOrPool(() => Lend(work));

    /// <summary>As <see cref="Run(Action)"/>; on a thread of the pool where no other is to be had.</summary>
    public static void RunOrPool(Action work)
    {
        try
        {
            Run(work);
        }
        catch (OutOfMemoryException)
        {
            _ = Task.Run(work);
        }
    }

    /// <summary>Runs something that blocks and does not throw.</summary>
    public static void Run(Action work) => Run(() =>
    {
        work();
        return null;
    });

    /// <summary>The same; what it returns the thread is lent for then, and holds nothing of what it did before.</summary>
    public static void Run(Func<Action?> work)
    {
        if (TakeFree() is { } thread)
            thread.Give(work);
        else
            new Thread(new WriterThread(work).Loop) { IsBackground = true, Name = "PeerPersistence file writer" }.UnsafeStart();
    }

    /// <summary>Runs something that blocks.</summary>
    public static Task<bool> RunAsync(Func<bool> work)
    {
        var answer = new Answer();
        Run(() => answer.TellOf(work));
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

    private void Give(Func<Action?> work)
    {
        lock (_gate)
        {
            _work = work;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (TryWork(out var lent))
        {
            if (lent is not null)
                Lend(lent);
            lock (Free)
                Free.AddLast(_place);
        }
    }

    // A frame of its own: who borrows the thread for ever keeps no store in memory.
    private bool TryWork(out Action? lent)
    {
        var work = TakeWork();
        lent = work?.Invoke();
        return work is not null;
    }

    private Func<Action?>? TakeWork()
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
