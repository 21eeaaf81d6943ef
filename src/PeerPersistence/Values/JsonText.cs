using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Texts in JSON, read where they stand.</summary>
internal static class JsonText
{
    // From here on the first bytes of UTF-8 are in another order than UTF-16.
    private const byte Unordered = 0xEE;

    private const int AnyDepth = 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A reader of one value of JSON that was found sound, whatever follows it.</summary>
    public static Utf8JsonReader At(ReadOnlySpan<byte> utf8, int offset)
    {
        var reader = new Utf8JsonReader(utf8[offset..], isFinalBlock: false, new(new() { MaxDepth = AnyDepth }));
        reader.Read();
        return reader;
    }

    /// <summary>Where the value of a property begins.</summary>
    /// <param name="utf8">Sound JSON.</param>
    /// <param name="name">Where the property's name begins, at its quote.</param>
    public static int ValueOf(ReadOnlySpan<byte> utf8, int name)
    {
        var offset = name + (int)At(utf8, name).BytesConsumed;
        while (utf8[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)':')
            offset++;
        return offset;
    }

    /// <summary>The text that a reader is at, as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">It is no UTF-8.</exception>
    public static ReadOnlySpan<byte> Utf8(scoped in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            Verify(reader.ValueSpan);
            return reader.ValueSpan;
        }

        var text = new byte[reader.ValueSpan.Length];
        return text.AsSpan(0, reader.CopyString(text));
    }

    /// <summary>Compares two texts as UTF-16, as <see cref="StringComparer.Ordinal"/> does.</summary>
    /// <param name="utf8">Sound JSON.</param>
    /// <param name="one">Where one begins, at its quote.</param>
    /// <param name="other">Where the other begins.</param>
    /// <exception cref="InvalidOperationException">One is no UTF-8.</exception>
    public static int CompareOrdinal(ReadOnlySpan<byte> utf8, int one, int other)
    {
        for (var i = 1; ; i++)
        {
            var (a, b) = (utf8[one + i], utf8[other + i]);
            if (a == '\\' || b == '\\' || (a != b && Math.Max(a, b) >= Unordered))
                return string.CompareOrdinal(Text(utf8, one), Text(utf8, other));
            if (a == '"' || b == '"')
                return (b == '"' ? 1 : 0) - (a == '"' ? 1 : 0);
            if (a != b)
                return a - b;
        }
    }

    /// <summary>The text that begins at a quote.</summary>
    /// <exception cref="InvalidOperationException">It is no UTF-8.</exception>
    public static string Text(ReadOnlySpan<byte> utf8, int offset)
    {
        var reader = At(utf8, offset);
        return reader.GetString()!;
    }

    private static void Verify(ReadOnlySpan<byte> utf8)
    {
        try
        {
            s_strict.GetCharCount(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidOperationException("A text must be UTF-8 (was none).", e);
        }
    }
}
