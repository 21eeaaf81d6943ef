namespace PeerPersistence;

/// <summary>Who is told of writes, by identity: several services of one may be in use. Thread-safe.</summary>
internal sealed class WriteListeners
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Action<string>> _all = new(StringComparer.Ordinal);

    public void Add(string identity, Action<string>? listener)
    {
        lock (_gate)
            Set(identity, _all.GetValueOrDefault(identity) + listener);
    }

    public void Remove(string identity, Action<string>? listener)
    {
        lock (_gate)
            Set(identity, _all.GetValueOrDefault(identity) - listener);
    }

    /// <returns><c>null</c>: nobody listens.</returns>
    public Action<string>? Of(string identity)
    {
        lock (_gate)
            return _all.GetValueOrDefault(identity);
    }

    private void Set(string identity, Action<string>? listeners)
    {
        if (listeners is null)
            _all.Remove(identity);
        else
            _all[identity] = listeners;
    }
}
