namespace PeerPersistence.Benchmarks.Storage;

/// <summary>The least that group commit needs: one thread takes all that waits, writes it at once, then answers.</summary>
internal sealed class GroupLoop : IDisposable
{
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly Action<IEnumerable<KeyValuePair<string, byte[]>>> _write;
    private List<(KeyValuePair<string, byte[]> Record, TaskCompletionSource Done)> _waiting = [];
    private bool _isClosed;

    public GroupLoop(Action<IEnumerable<KeyValuePair<string, byte[]>>> write)
    {
        _write = write;
        _thread = new(Run) { IsBackground = true };
        _thread.Start();
    }

    public Task CommitAsync(string key, byte[] value)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((new(key, value), done));
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    private void Run()
    {
        List<(KeyValuePair<string, byte[]> Record, TaskCompletionSource Done)> taken = [];
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_isClosed)
                    Monitor.Wait(_gate);
                if (_waiting.Count == 0)
                    return;
                (taken, _waiting) = (_waiting, taken);
            }

            _write(taken.Select(each => each.Record));
            foreach (var (_, done) in taken)
                done.SetResult();
            taken.Clear();
        }
    }
}
