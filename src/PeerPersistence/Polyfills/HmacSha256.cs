#if NETSTANDARD2_1
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The one-shot HMAC of newer runtimes.</summary>
internal static class HmacSha256
{
    extension(HMACSHA256)
    {
        public static int HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var copy = key.ToArray();
            try
            {
                using var hmac = new HMACSHA256(copy);
                return hmac.TryComputeHash(source, destination, out var written)
                    ? written
                    : throw new ArgumentException("Too short.", nameof(destination));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(copy);
            }
        }
    }
}
#endif
