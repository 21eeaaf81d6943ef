using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>
/// How a passphrase was made a key: "PK", version 1, KDF 2 (Argon2id), memory in KiB, passes, lanes (4 each, big-endian), salt (16).
/// </summary>
/// <remarks>Written before what was wrapped under the key, and authenticated with it. KDF 1 is PBKDF2's, of the core.</remarks>
internal sealed record Argon2idHeader(Argon2idCost Cost, byte[] Salt)
{
    public const int Length = SaltOffset + SaltLength;

    private const int SaltOffset = 16;
    private const int SaltLength = 16;

    private static ReadOnlySpan<byte> Start => [(byte)'P', (byte)'K', 1, 2];

    public static Argon2idHeader New(Argon2idCost cost)
    {
        var salt = new byte[SaltLength];
        RandomNumberGenerator.Fill(salt);
        return new(cost, salt);
    }

    /// <summary>Reads it from the beginning; <c>null</c> if there is none, or one whose cost is not allowed.</summary>
    public static Argon2idHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Start))
            return null;
        var cost = new Argon2idCost
        {
            MemoryKiB = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
            Passes = BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
            Lanes = BinaryPrimitives.ReadInt32BigEndian(bytes[12..]),
        };
        return cost.IsAllowed ? new(cost, bytes[SaltOffset..Length].ToArray()) : null;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Start.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Cost.MemoryKiB);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), Cost.Passes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), Cost.Lanes);
        Salt.CopyTo(bytes, SaltOffset);
        return bytes;
    }
}
