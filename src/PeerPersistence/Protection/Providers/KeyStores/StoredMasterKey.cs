using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key of 32 bytes that lies in a key store: made if there is none, never replaced.</summary>
/// <remarks>A key store may hold several, where two processes each made one. Wraps under the first, and unwraps with whichever opens, so
/// that neither of the two loses anything.</remarks>
/// <param name="name">Where it is, for messages.</param>
/// <param name="load">Reads what is kept, always in the same order; the arrays are cleared. None: there is no key.</param>
/// <param name="save">Keeps one more; <c>null</c>: the key is made elsewhere.</param>
internal sealed class StoredMasterKey(
    string name, Func<CancellationToken, ValueTask<IReadOnlyList<byte[]>>> load, Func<byte[], CancellationToken, ValueTask>? save)
{
    private const int KeyLength = 32;

    private readonly AsyncGate _gate = new();

    public async ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        using var turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<byte[]> keys = [];
        try
        {
            keys = await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (keys.Count == 0 && save is not null)
            {
                await SaveNewAsync(save, cancellationToken).ConfigureAwait(false);
                // What is kept now may be the key of another process that was quicker.
                keys = await LoadAsync(cancellationToken).ConfigureAwait(false);
            }

            return await EnvelopeCipher.Default.WrapAsync(
                keys.Count > 0 ? keys[0] : throw Missing(), dataKey, associatedData, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Clear(keys);
        }
    }

    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        var keys = await LoadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var failure = Missing();
            foreach (var key in keys)
            {
                try
                {
                    return await EnvelopeCipher.Default.UnwrapAsync(
                        key, wrapped, associatedData, $"The master key in '{name}' is another one.", cancellationToken)
                        .ConfigureAwait(false);
                }
                catch (SecretUnavailableException e)
                {
                    failure = e;
                }
            }

            throw failure;
        }
        finally
        {
            Clear(keys);
        }
    }

    private static async ValueTask SaveNewAsync(Func<byte[], CancellationToken, ValueTask> save, CancellationToken cancellationToken)
    {
        var key = new byte[KeyLength];
        EnvelopeCipher.Default.Random(key);
        try
        {
            await save(key, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async ValueTask<IReadOnlyList<byte[]>> LoadAsync(CancellationToken cancellationToken)
    {
        var kept = await load(cancellationToken).ConfigureAwait(false);
        var keys = kept.Where(key => key.Length == KeyLength).ToList();
        Clear(kept.Where(key => key.Length != KeyLength));
        if (keys.Count > 0 || kept.Count == 0)
            return keys;
        throw new SecretUnavailableException(
            $"What is kept in '{name}' must be a master key of {KeyLength} bytes (had {kept[0].Length}). It is left as it is.");
    }

    private static void Clear(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
            CryptographicOperations.ZeroMemory(key);
    }

    private SecretUnavailableException Missing() => new($"There is no master key in '{name}'.");
}
