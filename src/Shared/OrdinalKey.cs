namespace PeerPersistence;

/// <summary>Keys as bytes that sort as the strings do, unit by unit.</summary>
/// <remarks>
/// Every UTF-16 unit becomes one to three bytes as in UTF-8, a surrogate like any other. Plain UTF-8 sorts characters beyond
/// U+FFFF behind those below, .NET's ordinal order does not, and it cannot tell unpaired surrogates apart. For keys
/// without surrogates it is UTF-8, so they can be read with any tool.
/// </remarks>
internal static class OrdinalKey
{
    /// <summary>Greater than any byte of a key: a prefix with it behind is the end of the keys with that prefix.</summary>
    private const byte Beyond = 0xFF;

    public static byte[] Encode(string key)
    {
        var bytes = new byte[Length(key)];
        Write(key, bytes);
        return bytes;
    }

    /// <summary>The first bytes that are behind every key with this prefix.</summary>
    public static byte[] EndOf(string prefix)
    {
        var bytes = new byte[Length(prefix) + 1];
        Write(prefix, bytes);
        bytes[^1] = Beyond;
        return bytes;
    }

    /// <exception cref="InvalidDataException">It is no key.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        TryDecode(bytes, out var key) ? key : throw new InvalidDataException("A key's bytes must be those of a key (were others).");

    /// <returns><c>false</c>: it is no key, or a key that is written otherwise.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string key)
    {
        var units = new char[bytes.Length];
        Span<byte> written = stackalloc byte[3];
        var count = 0;
        key = "";
        for (var i = 0; i < bytes.Length;)
        {
            var length = bytes[i] < 0x80 ? 1 : bytes[i] < 0xE0 ? 2 : 3;
            if (length > bytes.Length - i)
                return false;
            var unit = length switch
            {
                1 => bytes[i],
                2 => ((bytes[i] & 0x1F) << 6) | (bytes[i + 1] & 0x3F),
                _ => ((bytes[i] & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F),
            };
            if (!bytes.Slice(i, length).SequenceEqual(written[..Write((char)unit, written)]))
                return false;
            units[count++] = (char)unit;
            i += length;
        }

        key = new(units, 0, count);
        return true;
    }

    private static int Length(string key)
    {
        var length = 0;
        foreach (var unit in key)
            length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        return length;
    }

    private static void Write(string key, byte[] bytes)
    {
        var next = 0;
        foreach (var unit in key)
            next += Write(unit, bytes.AsSpan(next));
    }

    private static int Write(char unit, Span<byte> bytes)
    {
        if (unit < 0x80)
        {
            bytes[0] = (byte)unit;
            return 1;
        }

        var next = 0;
        if (unit < 0x800)
        {
            bytes[next++] = (byte)(0xC0 | (unit >> 6));
        }
        else
        {
            bytes[next++] = (byte)(0xE0 | (unit >> 12));
            bytes[next++] = (byte)(0x80 | ((unit >> 6) & 0x3F));
        }

        bytes[next++] = (byte)(0x80 | (unit & 0x3F));
        return next;
    }
}
