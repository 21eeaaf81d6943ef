#if NETSTANDARD2_1
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The HKDF (RFC 5869) of newer runtimes, for SHA-256.</summary>
internal static class HKDF
{
    private const int HashLength = 32;

    /// <summary>Fills <paramref name="output"/>, at most 255 × 32 bytes, from the key, the salt and the purpose.</summary>
    public static void DeriveKey(
        HashAlgorithmName hash, ReadOnlySpan<byte> key, Span<byte> output, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info)
    {
        if (hash != HashAlgorithmName.SHA256)
            throw new ArgumentException("SHA-256 only.", nameof(hash));
        if (output.Length > 255 * HashLength)
            throw new ArgumentOutOfRangeException(nameof(output), "HKDF-SHA256 gives at most 8160 bytes.");

        Span<byte> extracted = stackalloc byte[HashLength];
        Span<byte> block = stackalloc byte[HashLength];
        var input = new byte[HashLength + info.Length + 1];
        HMACSHA256.HashData(salt, key, extracted);

        info.CopyTo(input.AsSpan(HashLength));
        for (var (done, counter) = (0, 1); done < output.Length; done += HashLength, counter++)
        {
            input[^1] = (byte)counter;
            // The first block has no predecessor.
            HMACSHA256.HashData(extracted, input.AsSpan(counter == 1 ? HashLength : 0), block);
            block[..Math.Min(HashLength, output.Length - done)].CopyTo(output[done..]);
            block.CopyTo(input);
        }

        CryptographicOperations.ZeroMemory(extracted);
        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(input);
    }
}
#endif
