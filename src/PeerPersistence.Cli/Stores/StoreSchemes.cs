namespace PeerPersistence.Cli;

/// <summary>The kinds of stores that the program can open.</summary>
internal static class StoreSchemes
{
    private static readonly FileScheme File = new();
    private static readonly SqliteScheme Sqlite = new();
    private static readonly IStoreScheme[] All = [File, Sqlite, new PostgreSqlScheme()];

    /// <summary>The forms of an address, for help.</summary>
    public static string Forms { get; } = string.Join(" | ", All.Select(scheme => scheme.Form));

    /// <summary>Reads an address, or the path of a file: what is in it, or else its name, says which kind it is.</summary>
    public static StoreAddress Parse(string address)
    {
        if (address.Split(':', 2) is [var name, { Length: > 0 } place] && All.FirstOrDefault(scheme => scheme.Name == name) is { } scheme)
            return new(scheme, place);
        return address.Length > 0 && !LooksLikeAScheme(address)
            ? new(SqliteScheme.IsIts(address) ? Sqlite : File, address)
            : throw ToolException.Usage($"A store is named by the path of its file, or as {Forms}.");
    }

    /// <remarks>One letter is a drive of Windows.</remarks>
    private static bool LooksLikeAScheme(string address) =>
        address.IndexOf(':') is > 1 and var colon && address[..colon].All(char.IsAsciiLetter);
}
