namespace PeerPersistence.Cli;

/// <summary>Says so where a store's records are encrypted and the command line says they are not, or the other way round.</summary>
/// <remarks>Read the wrong way a store looks empty; written the wrong way it holds two sets of peers.</remarks>
internal static class EncryptionCheck
{
    private const string EncryptedPrefix = "encrypted:";

    public static async Task RunAsync(IKeyValueStore store, StoreChoice choice, CancellationToken cancellationToken)
    {
        var encrypted = await store.AnyAsync(EncryptedPrefix, cancellationToken).ConfigureAwait(false);
        if (encrypted && !choice.Encrypted)
            throw ToolException.Usage("The records of this store are encrypted: --encrypted, with its key file or passphrase.");
        if (!encrypted && choice.Encrypted && await store.AnyAsync(choice.Prefix, cancellationToken).ConfigureAwait(false))
            throw ToolException.Usage("The records of this store are not encrypted: leave --encrypted out.");
    }
}
