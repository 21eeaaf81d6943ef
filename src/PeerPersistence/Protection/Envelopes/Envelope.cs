using System.Buffers.Binary;
using System.Globalization;

namespace PeerPersistence;

/// <summary>The form of a sealed value, version 1: 56 bytes more than its plaintext.</summary>
/// <remarks>
/// <code>
///  0   2   "PP"
///  2   1   version, 1
///  3   1   suite, 1: HKDF-SHA256, AES-256-GCM, key commitment
///  4   4   key id, big-endian
///  8  16   random salt
/// 24  16   key commitment
/// 40   n   ciphertext
///      16  tag
/// </code>
/// <para>HKDF-SHA256 over the 32-byte key, with bytes 0 to 23 as the salt and no info, gives 60 bytes: the AES key (32), the
/// nonce (12) and the commitment (16). Every envelope has its own key, so random nonces never run out.</para>
/// <para>The associated data are bytes 0 to 23, then the context. The commitment differs when the key does (or when bytes
/// 0 to 39 were changed); with a commitment that fits, a tag that does not means tampering.</para>
/// <para>In JSON: <c>pp1.</c> and base64url without padding, in its one canonical spelling.</para>
/// </remarks>
internal static class Envelope
{
    public const int HeaderLength = 24;
    public const int CommitmentLength = 16;
    public const int TagLength = 16;
    public const int Overhead = HeaderLength + CommitmentLength + TagLength;

    private const int VersionOffset = 2;
    private const int SuiteOffset = 3;
    private const int KeyIdOffset = 4;
    private const int SaltOffset = 8;

    private static ReadOnlySpan<byte> Start => [(byte)'P', (byte)'P', 1, 1];

    public static void WriteHeader(Span<byte> envelope, uint keyId, RandomFill random)
    {
        RepairHeader(envelope, keyId);
        random(envelope[SaltOffset..HeaderLength]);
    }

    /// <summary>Which key it was sealed under; <c>null</c> where the bytes are no envelope of this version.</summary>
    public static uint? KeyId(ReadOnlySpan<byte> envelope) =>
        envelope.Length >= Overhead && envelope.StartsWith(Start) ? BinaryPrimitives.ReadUInt32BigEndian(envelope[KeyIdOffset..]) : null;

    /// <summary>Whether the text, or the envelope in it, says that it has a version or a suite that is later than ours.</summary>
    public static bool IsOfLaterVersion(string text)
    {
        if (FromText(text) is { Length: > SuiteOffset } envelope)
            return envelope.AsSpan().StartsWith(Start[..VersionOffset])
                && envelope[VersionOffset] > 0
                && envelope[SuiteOffset] > 0
                && KeyId(envelope) is null
                && (envelope[VersionOffset] > Start[VersionOffset] || envelope[SuiteOffset] > Start[SuiteOffset]);
        var number = text.AsSpan(Math.Min(text.Length, SealedText.Family.Length));
        return SealedText.IsOurs(text) && number.IndexOf('.') is > 0 and < 10 and var dot
                && uint.TryParse(number[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version > Start[VersionOffset];
    }

    /// <summary>Puts back what belongs into the first eight bytes of an envelope that was sealed under a key.</summary>
    public static void RepairHeader(Span<byte> envelope, uint keyId)
    {
        Start.CopyTo(envelope);
        BinaryPrimitives.WriteUInt32BigEndian(envelope[KeyIdOffset..], keyId);
    }

    public static string ToText(byte[] envelope) => Base64Url.Encode(envelope, SealedText.Prefix);

    /// <summary>The bytes, or <c>null</c> where the text is no envelope's.</summary>
    public static byte[]? FromText(string text) =>
        text.StartsWith(SealedText.Prefix, StringComparison.Ordinal) ? Base64Url.Decode(text.AsSpan(SealedText.Prefix.Length)) : null;
}
