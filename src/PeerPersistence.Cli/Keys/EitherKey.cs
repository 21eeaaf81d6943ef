namespace PeerPersistence.Cli;

/// <summary>The present master key, or the one that is about to take its place.</summary>
/// <remarks>
/// A store of encrypted records has two key rings. Killed between the two, one is wrapped by the old and one by the new key.
/// </remarks>
internal sealed class EitherKey(IMasterKeyProvider present, IMasterKeyProvider next) : IMasterKeyProvider
{
    public string Name => present.Name;

    public KeyStrength Strength => present.Strength;

    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        present.WrapAsync(dataKey, associatedData, cancellationToken);

    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        try
        {
            return await present.UnwrapAsync(wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException e)
        {
            return await UnwrapByNextAsync(wrapped, associatedData, cancellationToken).ConfigureAwait(false)
                ?? throw new SecretUnavailableException(e.Message, e);
        }
    }

    private async ValueTask<byte[]?> UnwrapByNextAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        try
        {
            return await next.UnwrapAsync(wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException)
        {
            return null; // What is wrong with the present one is what its owner has to hear.
        }
    }
}
