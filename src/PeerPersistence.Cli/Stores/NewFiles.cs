namespace PeerPersistence.Cli;

/// <summary>The files that a new store and its key make: a command that failed takes them away again.</summary>
internal sealed class NewFiles
{
    private readonly List<string> _missing = [];

    /// <param name="choice">The store.</param>
    /// <param name="keyFile">The file of its key; <c>null</c>: it has none.</param>
    public NewFiles(StoreChoice choice, string? keyFile)
    {
        var files = choice.Address.Scheme.Files(choice.Address.Place);
        // A store that was there stays, and so does the key that its secrets may be sealed under by now.
        if (files is [var store, ..] && !File.Exists(store))
            _missing.AddRange(files.Append(keyFile).OfType<string>().Where(path => !File.Exists(path)));
    }

    public void Delete() => _missing.ForEach(File.Delete);
}
