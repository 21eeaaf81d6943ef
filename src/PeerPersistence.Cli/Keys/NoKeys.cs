namespace PeerPersistence.Cli;

/// <summary>No master key was named: what is sealed stays sealed.</summary>
internal sealed class NoKeys : IMasterKeyProvider
{
    public string Name => "none";

    public KeyStrength Strength => KeyStrength.Application;

    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        throw Refusal();

    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        throw Refusal();

    private static SecretUnavailableException Refusal() => new("This needs the store's keys: --key-file or --passphrase.");
}
