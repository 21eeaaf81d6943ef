namespace PeerPersistence;

/// <summary>The version of the stored form. It is the original's as long as the original's records can be read in place.</summary>
internal static class SchemaVersion
{
    public const string Current = "1.0.0";

    /// <summary>Whether this library reads what a store says it holds; what is no version at all is not ours to judge.</summary>
    public static bool IsSupported(string found) =>
        Version.TryParse(found, out var version) && version <= Version.Parse(Current);
}
