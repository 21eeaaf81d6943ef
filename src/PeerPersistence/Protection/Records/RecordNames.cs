using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>Names of keys, hidden so that the same name always gives the same text and the text gives the name back.</summary>
/// <remarks>
/// <para>A synthetic IV (Rogaway and Shrimpton, "Deterministic Authenticated-Encryption", 2006) from HMAC-SHA256: the name in
/// UTF-8 is padded with 0x80 and zeros to whole blocks of 32 bytes; the first 16 bytes of its HMAC are the IV; HKDF of the IV is the mask.
/// Without the keys the text tells the number of blocks and whether two texts are the same.</para>
/// <para>A one-way hash would do for finding a record. Being able to read the name back keeps it known when the value is
/// damaged, or when another process removed it.</para>
/// </remarks>
internal static class RecordNames
{
    public const int KeysLength = 64;

    private const int BlockLength = 32;
    private const int IvLength = 16;
    private const byte PaddingStart = 0x80;

    // As many as HKDF gives a mask for.
    private const int MostBlocks = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The name is not well-formed UTF-16, or has more than 8,159 bytes of UTF-8.</exception>
    public static string Hide(ReadOnlySpan<byte> keys, string name)
    {
        var length = Strict.GetByteCount(name);
        var blocks = length / BlockLength + 1;
        if (blocks > MostBlocks)
            throw new ArgumentException(
                $"A key of an encrypted store must have at most {MostBlocks * BlockLength - 1} bytes of UTF-8 (had {length}).",
                nameof(name));
        var hidden = new byte[IvLength + blocks * BlockLength];
        var padded = hidden.AsSpan(IvLength);
        Strict.GetBytes(name, padded);
        padded[length] = PaddingStart;

        Authenticate(keys, padded, hidden.AsSpan(0, IvLength));
        Mask(keys, hidden);
        return Base64Url.Encode(hidden);
    }

    /// <summary>The name, or <c>null</c> where the text was not made with these keys.</summary>
    public static string? Reveal(ReadOnlySpan<byte> keys, ReadOnlySpan<char> text)
    {
        if (Base64Url.Decode(text) is not { Length: >= IvLength + BlockLength and <= IvLength + MostBlocks * BlockLength } hidden
            || hidden.Length % BlockLength != IvLength)
            return null;

        Mask(keys, hidden);
        Span<byte> expected = stackalloc byte[IvLength];
        Authenticate(keys, hidden.AsSpan(IvLength), expected);
        return CryptographicOperations.FixedTimeEquals(expected, hidden.AsSpan(0, IvLength))
            ? Strict.GetString(hidden, IvLength, hidden.AsSpan(IvLength).LastIndexOf(PaddingStart))
            : null;
    }

    private static void Authenticate(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> padded, Span<byte> iv)
    {
        Span<byte> mac = stackalloc byte[32];
        HMACSHA256.HashData(keys[..BlockLength], padded, mac);
        mac[..IvLength].CopyTo(iv);
    }

    private static void Mask(ReadOnlySpan<byte> keys, Span<byte> hidden)
    {
        var mask = new byte[hidden.Length - IvLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, keys[BlockLength..], mask, hidden[..IvLength], []);
        for (var i = 0; i < mask.Length; i++)
            hidden[IvLength + i] ^= mask[i];
    }
}
