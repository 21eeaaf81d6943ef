using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A thread that only wakes every millisecond: how late it does at most is the machine's doing and the garbage collector's.</summary>
internal sealed class IdleThread : IDisposable
{
    private readonly Thread _thread;
    private readonly ManualResetEvent _isOver = new(false);

    public IdleThread()
    {
        _thread = new(Run) { IsBackground = true };
        _thread.Start();
    }

    public TimeSpan Latest { get; private set; }

    public void Dispose()
    {
        _isOver.Set();
        _thread.Join();
        _isOver.Dispose();
    }

    private void Run()
    {
        for (var last = Stopwatch.GetTimestamp(); !_isOver.WaitOne(1); last = Stopwatch.GetTimestamp())
        {
            var late = Stopwatch.GetElapsedTime(last);
            Latest = late > Latest ? late : Latest;
        }
    }
}
