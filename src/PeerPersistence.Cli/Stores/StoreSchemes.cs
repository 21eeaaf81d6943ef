namespace PeerPersistence.Cli;

/// <summary>The kinds of stores that the program can open.</summary>
internal static class StoreSchemes
{
    private static readonly IStoreScheme[] All = [new FileScheme(), new SqliteScheme(), new PostgreSqlScheme()];

    /// <summary>The forms of an address, for help.</summary>
    public static string Forms { get; } = string.Join(" | ", All.Select(scheme => scheme.Form));

    public static StoreAddress Parse(string address) =>
        address.Split(':', 2) is [var name, { Length: > 0 } place] && All.FirstOrDefault(scheme => scheme.Name == name) is { } scheme
            ? new(scheme, place)
            : throw ToolException.Usage($"A store is named as {Forms}.");
}
