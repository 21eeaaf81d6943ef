namespace PeerPersistence.Testing;

/// <summary>Keys that stores mix up when they compare by culture, by UTF-8 bytes, without case, by pattern or by hash.</summary>
internal static class AwkwardKeys
{
    /// <summary>All different, in ordinal order.</summary>
    public static IReadOnlyList<string> InOrder { get; } = [.. Texts().OrderBy(key => key, StringComparer.Ordinal)];

    private static IEnumerable<string> Texts() =>
    [
        "", " ", "a", "A", "a ", " a", "aa", "aA", "Aa", "ab", "a b", "a-b", "a\u00adb", "b", "B", "10", "2", "02", "a%", "a_", "a*", "a?",
        "[a]", "a'", "a\"", "a\\", "a/b", "a:b", "a.b", "..", "a\tb", "a\nb", "a;", "--", "null", "ss", "\u00df", "i", "I", "\u0130",
        "\u0131", "\u00e9", "e\u0301", "\u00c9",
        "\u4e2d", "\ud7ff", "\ue000", "\uff5e", "\uffff", "\U00010000", "\U0001f600", "\U0001f600a", "\U0010ffff", "a\u0300", "\u200b",
        "\ufeff", "\ufeffa",
        new('x', 300), new string('x', 299) + "y", "mesh:peer:1", "mesh:peer:10", "mesh:peer:2", "mesh:peers:index", "mesh:peers:index:1",
        "mesh:peers:index:10",
    ];
}
