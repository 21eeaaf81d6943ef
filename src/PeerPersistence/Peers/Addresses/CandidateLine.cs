namespace PeerPersistence;

/// <summary>What a candidate line says (RFC 8839, 5.1), with <c>a=</c> before it or not.</summary>
/// <remarks>Such as <c>candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host</c>.</remarks>
internal static class CandidateLine
{
    private const int AddressWord = 4;
    private const int TypWord = 6;

    /// <summary>The type; unknown where the line is none of ICE.</summary>
    public static ConnectionType TypeOf(string? line) =>
        Is(Word(line, TypWord, out var rest), "typ") ? TypeNamed(Word(rest, 0, out _)) : ConnectionType.Unknown;

    /// <summary>The IP address; <c>null</c> if there is none.</summary>
    public static string? AddressOf(string line) =>
        Word(line, AddressWord, out var rest) is var address && Word(rest, 0, out _).IsEmpty ? null : address.ToString();

    /// <summary>Whether it says that there are no more (RFC 8838, 8.2).</summary>
    public static bool IsEnd(string line) =>
        line.AsSpan().Trim() is var text && (text.Length == 0 || Is(text, "end-of-candidates") || Is(text, "a=end-of-candidates"));

    private static ConnectionType TypeNamed(ReadOnlySpan<char> name)
    {
        Span<char> small = stackalloc char[8]; // Longer than any of the names.
        var length = name.ToLowerInvariant(small);
        return length >= 0 ? ConnectionTypeNames.Parse(small[..length]) : ConnectionType.Unknown;
    }

    /// <summary>A word of the line; empty where there are fewer.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Counted from 0.</param>
    /// <param name="rest">What stands behind the word.</param>
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> line, int number, out ReadOnlySpan<char> rest)
    {
        while (true)
        {
            line = line.TrimStart();
            var length = 0;
            while (length < line.Length && !char.IsWhiteSpace(line[length]))
                length++;
            rest = line[length..];
            if (number-- == 0 || length == 0)
                return line[..length];
            line = line[length..];
        }
    }

    private static bool Is(ReadOnlySpan<char> word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}
