using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>PBKDF2-HMAC-SHA256: a passphrase and its parameters give a key of 32 bytes.</summary>
internal static class PassphraseKdf
{
    private const int KeyLength = 32;

    /// <summary>Derives on another thread: it takes some 0.2 seconds, and the caller may be drawing a window.</summary>
    public static Task<byte[]> DeriveAsync(string passphrase, PassphraseParameters parameters) =>
        Task.Run(() => Derive(passphrase, parameters));

    private static byte[] Derive(string passphrase, PassphraseParameters parameters)
    {
        var password = Encoding.UTF8.GetBytes(passphrase);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(password, parameters.Salt, parameters.Rounds, HashAlgorithmName.SHA256, KeyLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
