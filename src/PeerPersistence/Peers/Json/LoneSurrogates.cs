using System.Buffers.Text;

namespace PeerPersistence;

/// <summary>
/// Halves of a character that JavaScript cut in two: it writes them as escapes, which .NET neither reads nor writes again.
/// Half an emoji in a name is no reason to lose a friend.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON with U+FFFD in their place; the very same bytes where nothing is escaped.</summary>
    public static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\u"u8) < 0 || Next(utf8, 0) < 0)
            return utf8;
        var copy = utf8.ToArray();
        ReplaceIn(copy);
        return copy;
    }

    /// <summary>Puts U+FFFD in their place, which is as long.</summary>
    public static void ReplaceIn(Span<byte> utf8)
    {
        for (var i = Next(utf8, 0); i >= 0; i = Next(utf8, i))
            "\\ufffd"u8.CopyTo(utf8[i..]);
    }

    /// <summary>Where the next one stands, from <paramref name="offset"/> on; -1: nowhere.</summary>
    private static int Next(ReadOnlySpan<byte> utf8, int offset)
    {
        for (var i = offset; i < utf8.Length; i++)
        {
            if (utf8[i] != '\\')
                continue;
            var unit = Unit(utf8[i..]);
            if (unit is null || !char.IsSurrogate(unit.Value))
                i++; // What is escaped may be a backslash.
            else if (char.IsHighSurrogate(unit.Value) && i + EscapeLength < utf8.Length && Unit(utf8[(i + EscapeLength)..]) is { } low
                && char.IsLowSurrogate(low))
                i += (2 * EscapeLength) - 1;
            else
                return i;
        }

        return -1;
    }

    /// <summary>The UTF-16 unit whose escape stands at the beginning, or <c>null</c>.</summary>
    private static char? Unit(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\\u"u8) && utf8.Length >= EscapeLength
            && Utf8Parser.TryParse(utf8[2..EscapeLength], out ushort unit, out var digits, 'x') && digits == EscapeLength - 2
            ? (char)unit
            : null;
}
