namespace PeerPersistence;

/// <summary>Items in order, in pieces of some hundred: a tenth of the room of a tree, and as quick.</summary>
/// <remarks>Of items that compare as equal one is kept. Not thread-safe.</remarks>
internal sealed class SortedPieces<T>
{
    private const int Most = 128;

    private readonly List<List<T>> _pieces = [];
    private readonly IComparer<T> _order;

    public SortedPieces(IEnumerable<T> items, IComparer<T> order)
    {
        _order = order;
        var sorted = items.ToArray();
        Array.Sort(sorted, order);
        foreach (var piece in sorted.Chunk(Most))
            _pieces.Add([.. piece]);
    }

    public void Add(T item)
    {
        if (_pieces.Count == 0)
        {
            _pieces.Add([item]);
            return;
        }

        var number = Math.Min(PieceOf(item), _pieces.Count - 1);
        var piece = _pieces[number];
        var place = piece.BinarySearch(item, _order);
        if (place >= 0)
            return;
        if (piece.Count == Most)
        {
            _pieces.Insert(number + 1, piece.GetRange(Most / 2, Most / 2));
            piece.RemoveRange(Most / 2, Most / 2);
            piece.TrimExcess();
            Add(item);
            return;
        }

        if (piece.Count == piece.Capacity)
            piece.Capacity = Math.Min(Most, piece.Count + Math.Max(4, piece.Count / 4));
        piece.Insert(~place, item);
    }

    public void Remove(T item)
    {
        var number = PieceOf(item);
        if (number == _pieces.Count || _pieces[number].BinarySearch(item, _order) is not (>= 0 and var place))
            return;
        var piece = _pieces[number];
        piece.RemoveAt(place);
        if (number + 1 < _pieces.Count && piece.Count + _pieces[number + 1].Count <= Most / 2)
        {
            piece.AddRange(_pieces[number + 1]);
            _pieces.RemoveAt(number + 1);
        }

        if (piece.Count == 0)
            _pieces.RemoveAt(number);
    }

    /// <summary>All items in order.</summary>
    public IEnumerable<T> All() => _pieces.SelectMany(piece => piece);

    /// <summary>The items beyond a place in the order.</summary>
    /// <param name="isBeyond">Says of none, some or all of the first items no, and of those after them yes.</param>
    public IEnumerable<T> From(Func<T, bool> isBeyond)
    {
        for (var number = FirstPiece(isBeyond); number < _pieces.Count; number++)
        {
            foreach (var item in _pieces[number])
            {
                if (isBeyond(item))
                    yield return item;
            }
        }
    }

    /// <summary>The first piece that does not end before the item; their number where all do.</summary>
    private int PieceOf(T item) => FirstPiece(last => _order.Compare(last, item) >= 0);

    private int FirstPiece(Func<T, bool> reaches)
    {
        var (first, behind) = (0, _pieces.Count);
        while (first < behind)
        {
            var middle = (first + behind) / 2;
            if (reaches(_pieces[middle][^1]))
                behind = middle;
            else
                first = middle + 1;
        }

        return first;
    }
}
