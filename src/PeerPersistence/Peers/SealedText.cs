namespace PeerPersistence;

/// <summary>What can be told from the text of a stored secret without any key: whether it was sealed, and by whom.</summary>
internal static class SealedText
{
    /// <summary>Begins the text of an envelope of this version.</summary>
    public const string Prefix = Family + "1.";

    /// <summary>Begins the text of an envelope of any version.</summary>
    public const string Family = "pp";

    private const string Foreign = "foreign:";

    // The first four bytes of an envelope in base64url, but for two bits.
    private const string Start = Prefix + "UFABA";

    /// <summary>The bytes of an envelope around nothing.</summary>
    private const int EmptyLength = 56;

    private const int ShortestText = 4 + ((EmptyLength * 4) + 2) / 3;

    /// <summary>
    /// Whether the text is an envelope of some version, sound or not: not the original's base64, and nothing that was put aside.
    /// </summary>
    public static bool IsOurs(string text) => text.StartsWith(Family, StringComparison.Ordinal);

    /// <summary>Whether the text begins as an envelope of this version does, and is long enough for one.</summary>
    public static bool LooksSealed(string text) => text.Length >= ShortestText && text.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>
    /// Marks what came with an import and says that it is sealed: no key of this store sealed it. It is carried along and counts for
    /// nothing.
    /// </summary>
    public static string PutAside(string text) => IsOurs(text) ? Foreign + text : text;

    /// <inheritdoc cref="PutAside"/>
    public static bool IsForeign(string text) => text.StartsWith(Foreign, StringComparison.Ordinal);
}
