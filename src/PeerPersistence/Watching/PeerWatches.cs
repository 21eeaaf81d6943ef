namespace PeerPersistence;

/// <summary>Who watches the peers of one service. A writer tells them which records it wrote, and no more.</summary>
internal sealed class PeerWatches(StorageKeys keys)
{
    private readonly object _gate = new();
    private volatile PendingChanges[] _all = [];
    private bool _closed;

    /// <summary>From now on every commit is told to the one returned, until it is ended.</summary>
    public PendingChanges Begin()
    {
        var pending = new PendingChanges();
        lock (_gate)
        {
            if (_closed)
                pending.Close();
            _all = [.. _all, pending];
        }

        return pending;
    }

    public void End(PendingChanges pending)
    {
        lock (_gate)
            _all = [.. _all.Where(other => other != pending)];
    }

    /// <summary>A commit is about to take place, or did. What it expects is what was there before.</summary>
    public void Tell(KeyValueBatch batch)
    {
        if (_all.Length == 0)
            return;
        foreach (var key in batch.Changes.Keys)
            Tell(key, batch.Expectations.GetValueOrDefault(key));
    }

    /// <summary>A record is about to go without being expected.</summary>
    public void Tell(string key, ReadOnlyMemory<byte>? before)
    {
        var all = _all;
        if (all.Length == 0 || keys.PeerOf(key) is not { } peerId)
            return;
        foreach (var pending in all)
            pending.Add(peerId, before);
    }

    /// <summary>Ends all watches: the service is disposed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var pending in _all)
                pending.Close();
        }
    }
}
