using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>PBKDF2-HMAC-SHA256: a passphrase and its parameters give a key of 32 bytes.</summary>
internal static class PassphraseKdf
{
    private const int KeyLength = 32;

    public static async Task<byte[]> DeriveAsync(string passphrase, PassphraseParameters parameters)
    {
        var password = Encoding.UTF8.GetBytes(passphrase);
        try
        {
            return await PlatformCryptography.Current.DeriveAsync(password, parameters.Salt, parameters.Rounds, KeyLength)
                .ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
