using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>Which store: named, or where an application keeps it that names none.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string?> _store = new("--store")
    {
        Description = "The store: " + StoreSchemes.Forms, HelpName = "scheme:place", Recursive = true,
    };

    private readonly Option<string?> _app = new("--app")
    {
        Description = "The store and key file of an application that names none, by the name of its program.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<string?> _identity = new("--identity")
    {
        Description = "With --app: one of its identities (AddKeyedPeerPersistence).", HelpName = "name", Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_store);
        root.Add(_app);
        root.Add(_identity);
    }

    public StoreAddress Read(ParseResult parsed) => (parsed.GetValue(_store), parsed.GetValue(_app)) switch
    {
        (_, null) when parsed.GetValue(_identity) is not null =>
            throw ToolException.Usage("--identity goes with --app; a store that is named is one identity's."),
        (null, null) => throw ToolException.Usage($"Which store? --store {StoreSchemes.Forms}, or --app NAME."),
        ({ }, { }) => throw ToolException.Usage("--store and --app name two stores."),
        ({ } store, null) => StoreSchemes.Parse(store),
        (null, { } app) => new(new FileScheme(), DefaultPlaces.StoreFile(app, parsed.GetValue(_identity))),
    };

    /// <summary>The key file of <c>--app</c>, which need not be there; <c>null</c> without <c>--app</c>.</summary>
    public string? KeyFile(ParseResult parsed) =>
        parsed.GetValue(_app) is { } app ? DefaultPlaces.KeyFile(app, parsed.GetValue(_identity)) : null;
}
