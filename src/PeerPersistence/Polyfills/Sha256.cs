#if NETSTANDARD2_1
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The one-shot hash of newer runtimes.</summary>
internal static class Sha256
{
    extension(SHA256)
    {
        public static byte[] HashData(byte[] source)
        {
            using var sha = SHA256.Create();
            return sha.ComputeHash(source);
        }
    }
}
#endif
