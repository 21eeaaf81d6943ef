using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The provider as the ring sees it: whatever goes wrong there is a <see cref="SecretUnavailableException"/>.</summary>
internal sealed class MasterKey(IMasterKeyProvider provider)
{
    public string Name => provider.Name;

    public KeyStrength Strength => provider.Strength;

    /// <summary>Wraps a data key and unwraps it again, before anything depends on it.</summary>
    public async ValueTask<WrappedKey> WrapAsync(KeyRingDocument ring, uint id, KeyState state, byte[] dataKey, CancellationToken cancellationToken)
    {
        var context = ring.WrappingContext(id, state);
        var wrapped = await Guard(() => provider.WrapAsync(dataKey, context, cancellationToken), cancellationToken).ConfigureAwait(false);
        var again = await Guard(() => provider.UnwrapAsync(wrapped, context, cancellationToken), cancellationToken).ConfigureAwait(false);
        var same = CryptographicOperations.FixedTimeEquals(dataKey, again);
        CryptographicOperations.ZeroMemory(again);
        return same
            ? new(id, state, wrapped)
            : throw new SecretUnavailableException($"The master key provider '{provider.Name}' does not unwrap what it wrapped. Nothing was stored.");
    }

    public async ValueTask<byte[]> UnwrapAsync(KeyRingDocument ring, WrappedKey key, CancellationToken cancellationToken)
    {
        var context = ring.WrappingContext(key.Id, key.State);
        try
        {
            var unwrapped = await Guard(() => provider.UnwrapAsync(key.Wrapped, context, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (unwrapped.Length == KeyRingDocument.DataKeyLength)
                return unwrapped;
            CryptographicOperations.ZeroMemory(unwrapped);
        }
        catch (SecretUnavailableException e) when (ring.Provider != provider.Name)
        {
            throw new SecretUnavailableException($"The keys of this store are held by '{ring.Provider}', not by '{provider.Name}'.", e);
        }

        throw new SecretUnavailableException($"The master key provider '{provider.Name}' returned no data key.");
    }

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
