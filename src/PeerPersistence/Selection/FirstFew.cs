namespace PeerPersistence;

/// <summary>The first few of many in an order, found in one pass.</summary>
internal sealed class FirstFew<T>(int count, IComparer<T> order)
{
    private readonly List<T> _items = new(count + 1);

    /// <summary>In order.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>The last one that the next has to come before; none as long as there is room for any.</summary>
    public T? Last => _items.Count == count && count > 0 ? _items[^1] : default;

    public void Add(T item)
    {
        if (_items.Count == count && (count == 0 || order.Compare(item, _items[^1]) >= 0))
            return;
        var place = _items.BinarySearch(item, order);
        _items.Insert(place < 0 ? ~place : place, item);
        if (_items.Count > count)
            _items.RemoveAt(count);
    }
}
