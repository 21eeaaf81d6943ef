using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Texts in JSON, read where they stand.</summary>
internal static class JsonText
{
    // From here on the first bytes of UTF-8 are in another order than UTF-16.
    private const byte Unordered = 0xEE;

    private const int AnyDepth = 1024;
    private const int Escape = 6; // \u001f

    // From here on the runtime would read escapes in an array that is lent, rounded up to twice its length, and kept.
    private const int Long = 64 * 1024;

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

    /// <summary>The text that a reader is at, or <c>null</c>.</summary>
    /// <exception cref="InvalidOperationException">It is no text, or no UTF-8.</exception>
    public static string? Text(in Utf8JsonReader reader) => reader.ValueIsEscaped && reader.ValueSpan.Length > Long
        ? Encoding.UTF8.GetString(Utf8(reader))
        : reader.GetString();

    /// <summary>The name that a reader is at. One that is no UTF-8 is read all the same.</summary>
    public static string Name(in Utf8JsonReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.ValueSpan);
        return reader.ValueIsEscaped ? Unescaped(name) : name;
    }

    /// <summary>The value that a reader is at, which is read to its end.</summary>
    /// <remarks>Beside a text or a number that stands alone the runtime would keep as much again.</remarks>
    public static JsonElement Element(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueSpan.Length <= Long)
            return JsonElement.ParseValue(ref reader);
        using var document = JsonDocument.Parse(
            reader.TokenType == JsonTokenType.Number ? reader.ValueSpan.ToArray() : [(byte)'"', .. reader.ValueSpan, (byte)'"']);
        return document.RootElement.Clone();
    }

    /// <summary>The text that stands so between its quotes.</summary>
    /// <exception cref="JsonException">It cannot stand there.</exception>
    /// <exception cref="InvalidOperationException">It holds half a character.</exception>
    public static string Unescaped(ReadOnlySpan<char> content)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{content.ToString()}\""));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>How much of what stands between quotes can be read alone.</summary>
    /// <param name="content">Sound JSON.</param>
    /// <param name="most">Characters, 12 at least.</param>
    public static int PieceOf(ReadOnlySpan<char> content, int most)
    {
        var length = 0;
        while (length < content.Length && CharacterOf(content[length..]) is var next && length + next <= most)
            length += next;
        return length;
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

    private static int CharacterOf(ReadOnlySpan<char> content) => content[0] switch
    {
        '\\' when content[1] != 'u' => 2,
        '\\' => IsHighSurrogate(content) ? 2 * Escape : Escape,
        _ => char.IsHighSurrogate(content[0]) ? 2 : 1,
    };

    private static bool IsHighSurrogate(ReadOnlySpan<char> escape) =>
        escape[2] is 'd' or 'D' && escape[3] is '8' or '9' or 'a' or 'A' or 'b' or 'B';

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
