namespace PeerPersistence;

/// <summary>Items in a row that stay where they are when more come: in arrays of one length, the first of which begins small.</summary>
internal sealed class Pieces<T>
    where T : struct
{
    private const int PieceBits = 10;
    private const int PieceLength = 1 << PieceBits;
    private const int Smallest = 8;

    private readonly List<T[]> _pieces = [];

    public int Count { get; private set; }

    /// <summary>An item, until the next one is added: then it may lie elsewhere.</summary>
    public ref T this[int at] => ref _pieces[at >> PieceBits][at & (PieceLength - 1)];

    /// <summary>One more, of all zeros.</summary>
    /// <returns>Its number.</returns>
    public int Add()
    {
        var (piece, within) = (Count >> PieceBits, Count & (PieceLength - 1));
        if (piece == _pieces.Count)
            _pieces.Add(piece == 0 ? new T[Smallest] : UnmovedArray.Of<T>(PieceLength, piece));
        if (within == _pieces[piece].Length)
        {
            var larger = _pieces[piece];
            Array.Resize(ref larger, Math.Min(PieceLength, within + Math.Max(Smallest, within / 4)));
            _pieces[piece] = larger;
        }

        return Count++;
    }
}
