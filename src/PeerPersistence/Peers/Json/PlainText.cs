using System.Buffers;
using System.Text;

namespace PeerPersistence;

/// <summary>Text of a JSON string that stands there as it is: ASCII without escapes, as nearly all of a record is.</summary>
internal static class PlainText
{
#if NET8_0_OR_GREATER
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007f"u8);

    private static readonly SearchValues<char> s_unescaped = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>How many characters there are at the beginning that are written as they are, and a byte each.</summary>
    public static int LengthOf(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(s_unescaped) is >= 0 and var length ? length : text.Length;

    /// <summary>How many bytes of it there are at the beginning.</summary>
    public static int LengthOf(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(s_plain) is >= 0 and var length ? length : utf8.Length;

    public static bool Equals(ReadOnlySpan<byte> ascii, string text) => Ascii.Equals(ascii, text);
#else
    /// <summary>How many characters there are at the beginning that are written as they are, and a byte each.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && text[length] < 0x7F && IsPlain((byte)text[length]))
            length++;
        return length;
    }

    /// <summary>How many bytes of it there are at the beginning.</summary>
    public static int LengthOf(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (length < utf8.Length && IsPlain(utf8[length]))
            length++;
        return length;
    }

    public static bool Equals(ReadOnlySpan<byte> ascii, string text)
    {
        var same = ascii.Length == text.Length ? 0 : -1;
        while (same >= 0 && same < ascii.Length)
            same = ascii[same] == text[same] ? same + 1 : -1;
        return same >= 0;
    }

    private static bool IsPlain(byte value) => value is >= 0x20 and < 0x80 and not (byte)'"' and not (byte)'\\';
#endif

    /// <summary>Whether all texts in JSON are such, and no spaces stand between them: a writer writes it the same.</summary>
    public static bool IsAll(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf((byte)0x7F) >= 0)
            return false; // Which is written as an escape.
        for (var isText = false; !json.IsEmpty; isText = !isText)
        {
            var plain = LengthOf(json);
            if ((plain < json.Length && json[plain] != '"') || (!isText && json[..plain].IndexOf((byte)' ') >= 0))
                return false;
            json = json[Math.Min(plain + 1, json.Length)..];
        }

        return true;
    }

    public static string ToString(ReadOnlySpan<byte> ascii) => Encoding.ASCII.GetString(ascii);

    /// <summary>Reads a text to its closing quote where there is nothing else in it but short escapes, as of a key in JSON.</summary>
    /// <param name="utf8">What follows the opening quote.</param>
    /// <param name="room">Gets the text.</param>
    /// <param name="length">How long the text is.</param>
    /// <param name="read">How many bytes it takes, without the closing quote.</param>
    public static bool TryUnescape(ReadOnlySpan<byte> utf8, Span<char> room, out int length, out int read)
    {
        (length, read) = (0, 0);
        while (true)
        {
            var plain = LengthOf(utf8[read..]);
            if (plain >= room.Length - length || plain > utf8.Length - read - 2)
                return false;
            Encoding.ASCII.GetChars(utf8.Slice(read, plain), room[length..]);
            (length, read) = (length + plain, read + plain);
            if (utf8[read] == '"')
                return true;
            if (utf8[read] != '\\' || Unescaped(utf8[read + 1]) is not { } character)
                return false;
            room[length++] = character;
            read += 2;
        }
    }

    private static char? Unescaped(byte escape) => escape switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => (char)escape,
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => null,
    };
}
