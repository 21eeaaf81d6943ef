using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The provider as the ring sees it: whatever goes wrong there is a <see cref="SecretUnavailableException"/>.</summary>
internal sealed class MasterKey(IMasterKeyProvider provider)
{
    public string Name => provider.Name;

    public KeyStrength Strength => provider.Strength;

    /// <summary>Wraps a data key and unwraps it again, before anything depends on it.</summary>
    public async ValueTask<WrappedKey> WrapAsync(
        KeyRingDocument ring, uint id, KeyState state, byte[] dataKey, CancellationToken cancellationToken)
    {
        var wrapped = (await Guard(() => provider.WrapAsync(Lend(dataKey), ring.WrappingContext(id, state), cancellationToken),
            cancellationToken)
            .ConfigureAwait(false)).ToArray();
        // Read from other arrays than were wrapped: the same ones would prove nothing.
        var again = await ReadAsync(wrapped, ring.WrappingContext(id, state), cancellationToken).ConfigureAwait(false);
        var same = CryptographicOperations.FixedTimeEquals(dataKey, again);
        CryptographicOperations.ZeroMemory(again);
        return same
            ? new(id, state, wrapped)
            : throw new SecretUnavailableException(
                $"The master key provider '{provider.Name}' does not unwrap what it wrapped. Nothing was stored.");
    }

    public async ValueTask<byte[]> UnwrapAsync(KeyRingDocument ring, WrappedKey key, CancellationToken cancellationToken)
    {
        try
        {
            var unwrapped = await ReadAsync(key.Wrapped!, ring.WrappingContext(key.Id, key.State), cancellationToken).ConfigureAwait(false);
            if (unwrapped.Length == KeyRingDocument.DataKeyLength)
            {
                KeyBytes.ThrowIfAlike(unwrapped);
                return unwrapped;
            }

            CryptographicOperations.ZeroMemory(unwrapped);
        }
        catch (SecretUnavailableException e) when (ring.Provider != provider.Name)
        {
            throw new SecretUnavailableException($"The keys of this store are held by '{ring.Provider}', not by '{provider.Name}'.", e);
        }

        throw new SecretUnavailableException($"The master key provider '{provider.Name}' returned no data key.");
    }

    /// <summary>The key, in an array that is ours to clear.</summary>
    private async ValueTask<byte[]> ReadAsync(byte[] wrapped, byte[] context, CancellationToken cancellationToken)
    {
        var unwrapped = await Guard(
            () => provider.UnwrapAsync(Lend(wrapped), context, cancellationToken), cancellationToken).ConfigureAwait(false);
        return provider is IUnsharedKeyProvider ? unwrapped : unwrapped.ToArray();
    }

    /// <summary>What an application's provider is given stays as it is: it may keep it.</summary>
    private byte[] Lend(byte[] key) => provider is IUnsharedKeyProvider ? key : key.ToArray();

    private async ValueTask<byte[]> Guard(Func<ValueTask<byte[]>> call, CancellationToken cancellationToken)
    {
        try
        {
            if (await call().ConfigureAwait(false) is { } bytes)
                return bytes;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not SecretUnavailableException)
        {
            throw new SecretUnavailableException($"The master key provider '{provider.Name}' failed.", e);
        }

        throw new SecretUnavailableException($"The master key provider '{provider.Name}' returned nothing.");
    }
}
