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
        Description = "Takes the store and key file of the application with this program name, if the application names none itself.",
        HelpName = "name",
        Recursive = true,
    };

    private readonly Option<string?> _identity = new("--identity")
    {
        Description = "With --app: one of its identities (AddKeyedPeerPersistence).", HelpName = "name", Recursive = true,
    };

    /// <summary>The short form: a path, last on the command line.</summary>
    public Argument<string?> Place { get; } = new("store")
    {
        Description = "The path of the store's file. You can use --store or --app instead.", Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_store);
        root.Add(_app);
        root.Add(_identity);
    }

    public StoreAddress Read(ParseResult parsed) => (Named(parsed), parsed.GetValue(_app)) switch
    {
        (_, null) when parsed.GetValue(_identity) is not null =>
            throw ToolException.Usage("--identity goes with --app; a store that is named is one identity's."),
        (null, null) => throw ToolException.Usage(
            $"Which store? The path of its file, or --store {StoreSchemes.Forms}, or --app NAME."),
        ({ }, { }) => throw TwoStores(),
        ({ } store, null) => StoreSchemes.Parse(store),
        (null, { } app) => new(new FileScheme(), DefaultPlaces.StoreFile(app, parsed.GetValue(_identity))),
    };

    private string? Named(ParseResult parsed) => (parsed.GetValue(_store), parsed.GetValue(Place)) switch
    {
        ({ }, { }) => throw TwoStores(),
        var (store, place) => store ?? place,
    };

    private static ToolException TwoStores() => ToolException.Usage("Only one store can be named: by its path, by --store or by --app.");

    /// <summary>The key file of <c>--app</c>, which need not be there; <c>null</c> without <c>--app</c>.</summary>
    public string? KeyFile(ParseResult parsed) =>
        parsed.GetValue(_app) is { } app ? DefaultPlaces.KeyFile(app, parsed.GetValue(_identity)) : null;
}
