namespace MeshChat;

/// <summary>So many in any span of time, for each peer.</summary>
internal sealed class Quota(int most, TimeSpan within, TimeProvider time)
{
    private readonly Dictionary<string, Queue<DateTimeOffset>> _taken = [];

    public int LeftFor(string peerId)
    {
        lock (_taken)
            return most - CountFor(peerId);
    }

    /// <returns><c>false</c>: used up for now.</returns>
    public bool TryTake(string peerId)
    {
        lock (_taken)
        {
            if (CountFor(peerId) >= most)
                return false;
            if (!_taken.TryGetValue(peerId, out var instants))
                _taken[peerId] = instants = new();
            instants.Enqueue(time.GetUtcNow());
            return true;
        }
    }

    /// <summary>One of them did no harm.</summary>
    public void GiveBack(string peerId)
    {
        lock (_taken)
        {
            if (CountFor(peerId) > 0)
                _taken[peerId].Dequeue();
        }
    }

    /// <summary>The user wants it.</summary>
    public void Renew(string peerId)
    {
        lock (_taken)
            _taken.Remove(peerId);
    }

    private int CountFor(string peerId)
    {
        if (!_taken.TryGetValue(peerId, out var instants))
            return 0;
        var since = time.GetUtcNow() - within;
        while (instants.TryPeek(out var first) && first <= since)
            instants.Dequeue();
        if (instants.Count == 0)
            _taken.Remove(peerId);
        return instants.Count;
    }
}
