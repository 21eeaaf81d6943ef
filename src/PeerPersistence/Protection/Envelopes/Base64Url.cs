namespace PeerPersistence;

/// <summary>Base64 for URLs (RFC 4648, section 5), without padding.</summary>
/// <remarks>Values may be a megabyte: each way makes one copy, no chain of them.</remarks>
internal static class Base64Url
{
    public static string Encode(byte[] bytes, string prefix = "")
    {
        var length = checked((int)((bytes.Length * 4L + 2) / 3));
        return string.Create(prefix.Length + length, (bytes, prefix), static (text, from) =>
        {
            from.prefix.AsSpan().CopyTo(text);
            text = text[from.prefix.Length..];
            var whole = from.bytes.Length / 3 * 3;
            Convert.TryToBase64Chars(from.bytes.AsSpan(0, whole), text, out var written);
            Span<char> last = stackalloc char[4];
            Convert.TryToBase64Chars(from.bytes.AsSpan(whole), last, out _);
            last[..(text.Length - written)].CopyTo(text[written..]);
            Respell(text);
        });
    }

    /// <summary>The bytes, or <c>null</c> where the text is not exactly what <see cref="Encode"/> writes.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var padding = -text.Length & 3;
        var base64 = new char[text.Length + padding];
        base64.AsSpan(text.Length).Fill('=');
        for (var i = 0; i < text.Length; i++)
        {
            // What else the runtime would take: the other alphabet, padding, blanks.
            if (text[i] is '+' or '/' or '=' or <= ' ')
                return null;
            base64[i] = text[i] switch { '-' => '+', '_' => '/', var character => character };
        }

        var bytes = new byte[base64.Length / 4 * 3 - padding];
        if (!Convert.TryFromBase64Chars(base64, bytes, out _))
            return null;

        // Stray last bits would decode as well: two texts for one value.
        var last = bytes.Length / 3;
        return text[(last * 4)..].SequenceEqual(Encode(bytes[(last * 3)..])) ? bytes : null;
    }

    private static void Respell(Span<char> text)
    {
        foreach (ref var character in text)
            character = character switch { '+' => '-', '/' => '_', _ => character };
    }
}
