using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>Wraps a data key in an envelope under a master key of 32 bytes.</summary>
internal static class MasterKeyWrapping
{
    // An envelope names its key; a master key has no number.
    private const uint NoKeyId = 0;

    public static ValueTask<byte[]> WrapAsync(
        this EnvelopeCipher cipher, ReadOnlyMemory<byte> masterKey, ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData,
        CancellationToken cancellationToken)
    {
        KeyBytes.ThrowIfAlike(masterKey.Span);
        return cipher.SealAsync(NoKeyId, masterKey, dataKey, associatedData, cancellationToken);
    }

    public static async ValueTask<byte[]> UnwrapAsync(
        this EnvelopeCipher cipher, ReadOnlyMemory<byte> masterKey, ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData,
        string whatIsWrong, CancellationToken cancellationToken)
    {
        KeyBytes.ThrowIfAlike(masterKey.Span);
        var opened = await cipher.OpenAsync(masterKey, wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        return opened.Fault switch
        {
            EnvelopeFault.None => opened.Plaintext!,
            EnvelopeFault.WrongKey => throw new SecretUnavailableException(whatIsWrong),
            _ => throw new SecretUnavailableException("The wrapped data key was changed, or a newer version of this library wrapped it."),
        };
    }
}
