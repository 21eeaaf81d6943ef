namespace PeerPersistence;

/// <summary>Base64 for URLs (RFC 4648, section 5), without padding.</summary>
internal static class Base64Url
{
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The bytes, or <c>null</c> where the text is not exactly what <see cref="Encode"/> writes.</summary>
    public static byte[]? Decode(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out var written))
            return null;

        bytes = bytes[..written];
        // Blanks, "+" for "-" and stray last bits would decode as well: two texts for one value.
        return Encode(bytes) == text ? bytes : null;
    }
}
