#if NETSTANDARD2_1
// The caller names the hash.
#pragma warning disable CA5379
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The one-shot PBKDF2 of newer runtimes.</summary>
internal static class Pbkdf2OneShot
{
    extension(Rfc2898DeriveBytes)
    {
        public static byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, HashAlgorithmName hashAlgorithm, int outputLength)
        {
            using var kdf = new Rfc2898DeriveBytes(password, salt, iterations, hashAlgorithm);
            return kdf.GetBytes(outputLength);
        }
    }
}
#endif
