using System.CommandLine;

namespace PeerPersistence.Cli;

/// <summary>What opens the secrets, or whole records. Without it everything else is readable.</summary>
internal sealed class KeyOptions
{
    private readonly Option<string?> _keyFile = new("--key-file")
    {
        Description = "The key file that opens the store's secrets.",
        HelpName = "path",
        Recursive = true,
    };

    private readonly PassphraseOptions _passphrase = new("passphrase", "of the store's secrets", recursive: true);

    public void AddTo(RootCommand root)
    {
        root.Add(_keyFile);
        _passphrase.AddTo(root);
    }

    /// <summary>The key file that is named, or that of <c>--app</c>, there or not; <c>null</c>: neither.</summary>
    public string? KeyFile(ParseResult parsed, StoreOptions store) => parsed.GetValue(_keyFile) ?? store.KeyFile(parsed);

    /// <summary>The master key; <c>null</c> where none was named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="store">Knows the key file of <c>--app</c>.</param>
    /// <param name="console">Where to ask.</param>
    /// <param name="mayCreate">Whether a key file that is not there is made with the first secret.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<IMasterKeyProvider?> ReadAsync(
        ParseResult parsed, StoreOptions store, ToolConsole console, bool mayCreate, CancellationToken cancellationToken)
    {
        var keyFile = parsed.GetValue(_keyFile);
        if (keyFile is not null && _passphrase.Count(parsed) > 0)
            throw ToolException.Usage("Name a key file or a passphrase, not both.");
        if (await _passphrase.ReadAsync(parsed, console, isNew: false, cancellationToken).ConfigureAwait(false) is { } passphrase)
            return new PassphraseProvider(() => passphrase);
        if (keyFile is not null && !mayCreate && !File.Exists(keyFile))
            throw ToolException.Keys($"There is no key file '{keyFile}'.");
        return KeyFile(parsed, store) is { } path && (mayCreate || File.Exists(path))
            ? new KeyFileProvider(path, allowSharedFile: true)
            : null;
    }
}
