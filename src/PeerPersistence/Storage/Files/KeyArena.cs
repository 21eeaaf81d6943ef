namespace PeerPersistence;

/// <summary>Keys as bytes, one behind the other in pieces, each after its length.</summary>
/// <remarks>Most begin alike: what a key has from the first one of its piece is not said again. Not thread-safe.</remarks>
internal sealed class KeyArena
{
    /// <summary>The bytes that have an address: 4 GiB.</summary>
    public const long Most = 1L << 32;

    public const int PieceLength = 1 << PieceBits;

    /// <summary>Stands before each key, with its length and how much it shares.</summary>
    public const int LongestHeader = 6;

    private const int PieceBits = 16;
    private const int Smallest = 256;

    private readonly List<byte[]> _pieces = [];
    private byte[] _whole = []; // A key, while it is put together.
    private int _end;

    /// <summary>The bytes whose addresses are taken.</summary>
    public long Taken => (long)_pieces.Count << PieceBits;

    /// <returns>Where it lies.</returns>
    /// <exception cref="StoreFullException">There are no more addresses.</exception>
    public uint Add(string key)
    {
        var whole = Whole(KeyText.Measure(key, out var isUtf16));
        KeyText.Encode(key, isUtf16, whole);
        return Add(whole, isUtf16);
    }

    /// <summary>Moves a key here from another.</summary>
    /// <inheritdoc cref="Add(string)"/>
    public uint AddFrom(KeyArena other, uint address) => Add(other.Whole(address, out var isUtf16), isUtf16);

    public string Read(uint address)
    {
        var whole = Whole(address, out var isUtf16);
        return KeyText.Decode(whole, isUtf16);
    }

    /// <summary>How many bytes a key has.</summary>
    public int LengthOf(uint address)
    {
        var rest = Bytes(address, out var shared, out _);
        return shared.Length + rest.Length;
    }

    public bool Is(uint address, string key)
    {
        var rest = Bytes(address, out var shared, out var isUtf16);
        var length = shared.Length + rest.Length;
        if (isUtf16 || length > key.Length)
            return Read(address) == key;
        // No character takes less than a byte.
        return length == key.Length && IsAscii(shared, key) && IsAscii(rest, key.AsSpan(shared.Length));
    }

    private static bool IsAscii(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != text[i] || bytes[i] > 0x7F)
                return false;
        }

        return true;
    }

    private static int SharedBy(ReadOnlySpan<byte> first, ReadOnlySpan<byte> key)
    {
        var most = Math.Min(byte.MaxValue, Math.Min(first.Length, key.Length));
        var shared = 0;
        while (shared < most && first[shared] == key[shared])
            shared++;
        return shared;
    }

    private static ReadOnlySpan<byte> BytesAt(byte[] piece, int position, out int shared, out bool isUtf16)
    {
        VarInt.TryRead(piece, ref position, out var header);
        isUtf16 = (header & 1) == 1;
        shared = piece[position++];
        return piece.AsSpan(position, (header >> 1) - shared);
    }

    /// <returns>What follows on what the key shares.</returns>
    private ReadOnlySpan<byte> Bytes(uint address, out ReadOnlySpan<byte> shared, out bool isUtf16)
    {
        var piece = _pieces[(int)(address >> PieceBits)];
        var rest = BytesAt(piece, (int)(address & (PieceLength - 1)), out var count, out isUtf16);
        shared = count == 0 ? [] : BytesAt(piece, 0, out _, out _)[..count];
        return rest;
    }

    private Span<byte> Whole(int length)
    {
        if (_whole.Length < length)
            _whole = new byte[length];
        return _whole.AsSpan(0, length);
    }

    private Span<byte> Whole(uint address, out bool isUtf16)
    {
        var rest = Bytes(address, out var shared, out isUtf16);
        var whole = Whole(shared.Length + rest.Length);
        shared.CopyTo(whole);
        rest.CopyTo(whole[shared.Length..]);
        return whole;
    }

    private uint Add(ReadOnlySpan<byte> key, bool isUtf16)
    {
        Reserve(LongestHeader + key.Length);
        if (Taken > Most)
            throw new StoreFullException("The keys of a file store must take at most 4 GiB together.");
        var address = (uint)(Taken - PieceLength) | (uint)_end;
        var piece = _pieces[^1];
        var shared = _end == 0 ? 0 : SharedBy(BytesAt(piece, 0, out _, out _), key);
        _end += VarInt.Write(piece.AsSpan(_end), (key.Length << 1) | (isUtf16 ? 1 : 0));
        piece[_end++] = (byte)shared;
        key[shared..].CopyTo(piece.AsSpan(_end));
        _end += key.Length - shared;
        return address;
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

        _pieces.Add(
            _pieces.Count == 0 ? new byte[Math.Max(length, Smallest)]
            : UnmovedArray.Of<byte>(Math.Max(length, PieceLength), _pieces.Count));
        _end = 0;
    }
}
