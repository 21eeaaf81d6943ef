namespace PeerPersistence.Cli;

/// <summary>The files that a new store and its key make: a command that failed takes them away again.</summary>
/// <param name="choice">The store.</param>
/// <param name="keyFile">The file of its key; <c>null</c>: it has none.</param>
internal sealed class NewFiles(StoreChoice choice, string? keyFile)
{
    // A store that was there stays, and so does the key that its secrets may be sealed under by now.
    private readonly List<string> _missing = choice.Address.Scheme.Files(choice.Address.Place) is [var store, ..] files && !File.Exists(store)
        ? [.. files.Append(keyFile).OfType<string>().Where(path => !File.Exists(path))]
        : [];

    public void Delete() => _missing.ForEach(File.Delete);
}
