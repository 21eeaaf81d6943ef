using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>How a passphrase was made a key: "PK", version 1, KDF 1 (PBKDF2-HMAC-SHA256), rounds (4, big-endian), salt (16).</summary>
/// <remarks>Written before what was sealed under the key and authenticated with it.</remarks>
internal sealed record PassphraseParameters(int Rounds, byte[] Salt)
{
    public const int Length = 24;

    /// <summary>What OWASP asks for PBKDF2-HMAC-SHA256 (Password Storage Cheat Sheet, 2023).</summary>
    public const int DefaultRounds = 600_000;

    // Outside these the rounds are not ours: too weak, or meant to keep the machine busy.
    private const int FewestRounds = 100_000;
    private const int MostRounds = 10 * DefaultRounds;

    private const int RoundsOffset = 4;
    private const int SaltOffset = 8;

    private static ReadOnlySpan<byte> Start => [(byte)'P', (byte)'K', 1, 1];

    public static PassphraseParameters New(RandomFill random)
    {
        var salt = new byte[Length - SaltOffset];
        random(salt);
        return new(DefaultRounds, salt);
    }

    /// <summary>Reads them from the beginning of <paramref name="bytes"/>; <c>null</c> where they are none that are allowed.</summary>
    public static PassphraseParameters? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Start))
            return null;

        var rounds = BinaryPrimitives.ReadUInt32BigEndian(bytes[RoundsOffset..]);
        return rounds is >= FewestRounds and <= MostRounds ? new((int)rounds, bytes[SaltOffset..Length].ToArray()) : null;
    }

    public bool SameAs(PassphraseParameters other) => Rounds == other.Rounds && Salt.AsSpan().SequenceEqual(other.Salt);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Start.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(RoundsOffset), (uint)Rounds);
        Salt.CopyTo(bytes, SaltOffset);
        return bytes;
    }
}
