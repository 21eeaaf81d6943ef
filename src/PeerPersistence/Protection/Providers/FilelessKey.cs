namespace PeerPersistence;

/// <summary>Stands for the key file where there are no files: says so at the first use.</summary>
internal sealed class FilelessKey : IMasterKeyProvider
{
    public static SecretUnavailableException Refusal =>
        new("A browser has no files, so there is no place for a key file. Name a key: PeerPersistence.Browser's UseWebCrypto().");

    public string Name => "key file";

    public KeyStrength Strength => KeyStrength.FileSystem;

    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) => Refuse();

    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) => Refuse();

    private static ValueTask<byte[]> Refuse()
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        throw Refusal;
    }
}
