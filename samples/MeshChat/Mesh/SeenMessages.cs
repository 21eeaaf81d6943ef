namespace MeshChat;

/// <summary>Which messages were here already: one takes several ways, or is sent again by someone who listened, and counts once.</summary>
internal sealed class SeenMessages(int capacity = 4096)
{
    private readonly HashSet<(string Author, Guid Id)> _seen = [];
    private readonly Queue<(string Author, Guid Id)> _order = new();

    public bool Contains(string author, Guid id)
    {
        lock (_seen)
            return _seen.Contains((author, id));
    }

    /// <returns><c>false</c>: it was here before.</returns>
    public bool TryAdd(string author, Guid id)
    {
        lock (_seen)
        {
            if (!_seen.Add((author, id)))
                return false;
            _order.Enqueue((author, id));
            if (_order.Count > capacity)
                _seen.Remove(_order.Dequeue());
            return true;
        }
    }
}
