namespace PeerPersistence;

/// <summary>What a candidate line says (RFC 8839, 5.1), with <c>a=</c> before it or not.</summary>
/// <remarks>Such as <c>candidate:1 1 udp 2122260223 192.0.2.1 4000 typ host</c>.</remarks>
internal static class CandidateLine
{
    private const int AddressWord = 4;
    private const int TypWord = 6;

    /// <summary>The type; unknown where the line is none of ICE.</summary>
    public static ConnectionType TypeOf(string? line) => WordsOf(line) is { Length: > TypWord + 1 } words && Is(words[TypWord], "typ")
        ? ConnectionTypeConverter.Parse(words[TypWord + 1].ToLowerInvariant())
        : ConnectionType.Unknown;

    /// <summary>The IP address; <c>null</c> where there is none.</summary>
    public static string? AddressOf(string line) => WordsOf(line) is { Length: > AddressWord + 1 } words ? words[AddressWord] : null;

    /// <summary>Whether it says that there are no more (RFC 8838, 8.2).</summary>
    public static bool IsEnd(string line) =>
        line.Trim() is var text && (text.Length == 0 || Is(text, "end-of-candidates") || Is(text, "a=end-of-candidates"));

    private static string[] WordsOf(string? line) => (line ?? "").Split((char[]?)null, TypWord + 3, StringSplitOptions.RemoveEmptyEntries);

    private static bool Is(string word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);
}
