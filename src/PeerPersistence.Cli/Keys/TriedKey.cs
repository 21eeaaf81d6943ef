namespace PeerPersistence.Cli;

/// <summary>Remembers that the key that was named did not open the store's own: what it said is what its owner has to hear.</summary>
internal sealed class TriedKey(IMasterKeyProvider named) : IMasterKeyProvider
{
    /// <summary>Why it did not open them; <c>null</c>: it did, or was not asked.</summary>
    public SecretUnavailableException? Refusal { get; private set; }

    public string Name => named.Name;

    public KeyStrength Strength => named.Strength;

    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        named.WrapAsync(dataKey, associatedData, cancellationToken);

    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        try
        {
            return await named.UnwrapAsync(wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException e)
        {
            Refusal = e;
            throw;
        }
    }
}
