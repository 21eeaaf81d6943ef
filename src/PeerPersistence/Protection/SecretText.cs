using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>Secrets as bytes: strict UTF-8, so that what comes out is what went in.</summary>
internal static class SecretText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static byte[] ToBytes(string secret) => Strict.GetBytes(secret);

    /// <summary>Whether a text survives: it has no half of a surrogate pair.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Reads the bytes and clears them.</summary>
    public static OpenedSecret FromBytes(byte[] plaintext)
    {
        try
        {
            return new(SecretStatus.Available, Strict.GetString(plaintext));
        }
        catch (DecoderFallbackException)
        {
            return new(SecretStatus.Damaged, null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}

/// <summary>A secret, or why there is none.</summary>
/// <remarks>A class: the runtime would compile tasks and lists anew for each value type.</remarks>
internal sealed class OpenedSecret(SecretStatus status, string? secret)
{
    public SecretStatus Status => status;

    public string? Secret => secret;

    /// <summary>Whether the keys can be read and its own is not among them: it was destroyed, perhaps since the record was read.</summary>
    public bool IsKeyGone { get; init; }
}
