namespace PeerPersistence;

/// <summary>Keys as bytes, one behind the other, each after its length. Not thread-safe.</summary>
internal sealed class KeyArena
{
    /// <summary>The bytes that have an address: 4 GiB.</summary>
    public const long Most = 1L << 32;

    public const int PieceLength = 1 << PieceBits;

    /// <summary>Stands before each key, with its length.</summary>
    public const int LongestHeader = 5;

    private const int PieceBits = 16;
    private const int Smallest = 256;

    private readonly List<byte[]> _pieces = [];
    private int _end;

    /// <summary>The bytes whose addresses are taken.</summary>
    public long Taken => (long)_pieces.Count << PieceBits;

    /// <returns>Where it lies.</returns>
    /// <exception cref="StoreFullException">There are no more addresses.</exception>
    public uint Add(string key)
    {
        var length = KeyText.Measure(key, out var isUtf16);
        KeyText.Encode(key, isUtf16, NewRoom(length, isUtf16, out var address));
        return address;
    }

    /// <summary>Moves a key here from another.</summary>
    /// <inheritdoc cref="Add"/>
    public uint AddFrom(KeyArena other, uint address)
    {
        var key = other.Bytes(address, out var isUtf16);
        key.CopyTo(NewRoom(key.Length, isUtf16, out var here));
        return here;
    }

    public string Read(uint address)
    {
        var bytes = Bytes(address, out var isUtf16);
        return KeyText.Decode(bytes, isUtf16);
    }

    /// <summary>How many bytes a key has.</summary>
    public int LengthOf(uint address) => Bytes(address, out _).Length;

    public bool Is(uint address, string key)
    {
        var bytes = Bytes(address, out var isUtf16);
        if (isUtf16 || bytes.Length > key.Length)
            return KeyText.Decode(bytes, isUtf16) == key;
        if (bytes.Length < key.Length)
            return false; // No character takes less than a byte.
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != key[i] || bytes[i] > 0x7F)
                return false;
        }

        return true;
    }

    private ReadOnlySpan<byte> Bytes(uint address, out bool isUtf16)
    {
        var piece = _pieces[(int)(address >> PieceBits)];
        var position = (int)(address & (PieceLength - 1));
        VarInt.TryRead(piece, ref position, out var header);
        isUtf16 = (header & 1) == 1;
        return piece.AsSpan(position, header >> 1);
    }

    private Span<byte> NewRoom(int length, bool isUtf16, out uint address)
    {
        Reserve(LongestHeader + length);
        if (Taken > Most)
            throw new StoreFullException("The keys of a file store must take at most 4 GiB together.");
        address = (uint)(Taken - PieceLength) | (uint)_end;
        var room = _pieces[^1].AsSpan();
        _end += VarInt.Write(room[_end..], (length << 1) | (isUtf16 ? 1 : 0)) + length;
        return room.Slice(_end - length, length);
    }

    private void Reserve(int length)
    {
        var piece = _pieces.Count == 0 ? [] : _pieces[^1];
        if (_end + length <= piece.Length)
            return;
        if (_pieces.Count > 0 && _end + length <= PieceLength)
        {
            Array.Resize(ref piece, Math.Min(PieceLength, Math.Max(_end + length, piece.Length + (piece.Length / 4))));
            _pieces[^1] = piece;
            return;
        }

        _pieces.Add(new byte[Math.Max(length, _pieces.Count == 0 ? Smallest : PieceLength)]);
        _end = 0;
    }
}
