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

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var units = new char[bytes.Length];
        var count = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var first = bytes[i];
            var length = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
            units[count++] = (char)(length switch
            {
                1 => first,
                2 => ((first & 0x1F) << 6) | (bytes[i + 1] & 0x3F),
                _ => ((first & 0x0F) << 12) | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F),
            });
            i += length;
        }

        return new(units, 0, count);
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
        {
            if (unit < 0x80)
            {
                bytes[next++] = (byte)unit;
                continue;
            }

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
        }
    }
}
