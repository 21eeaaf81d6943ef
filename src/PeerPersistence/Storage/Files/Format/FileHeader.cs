using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>
/// The first bytes of the file: the same 32 twice, so that damage to one copy costs nothing, and from version 2 on room for more.
/// </summary>
/// <remarks>
/// 0: magic, 8 bytes. 8: version. 12: salt, random for each file. 16: what a reader must know besides, a bit each, none yet. 20: eight
/// zeros.
/// 28: CRC32C of bytes 0 to 27. Little-endian. A newer version keeps these 32 bytes, so that an older reader can tell and refuse.
/// </remarks>
internal static class FileHeader
{
    /// <summary>Of the version that is written.</summary>
    public const int Length = 512;
    public const int CopyLength = 32;
    public const int CopiesLength = 2 * CopyLength;
    public const uint Version = 2;

    private const int ChecksumOffset = 28;

    // The first byte begins no text.
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'e', (byte)'e', (byte)'r', (byte)'L', (byte)'o', (byte)'g'];

    /// <summary>Where the first frame stands.</summary>
    public static int LengthOf(uint version) => version == 1 ? CopiesLength : Length;

    public static byte[] Encode(uint salt, uint version = Version, uint features = 0)
    {
        var header = new byte[LengthOf(version)];
        var copy = header.AsSpan(0, CopyLength);
        Magic.CopyTo(copy);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[8..], version);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[12..], salt);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[16..], features);
        BinaryPrimitives.WriteUInt32LittleEndian(copy[ChecksumOffset..], Crc32C.Compute(copy[..ChecksumOffset]));
        copy.CopyTo(header.AsSpan(CopyLength));
        return header;
    }

    /// <summary>Reads one whole copy; the version may be newer than ours.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> copy, out uint version, out uint salt, out uint features)
    {
        (version, salt, features) = (0, 0, 0);
        if (copy.Length < CopyLength || !copy.StartsWith(Magic))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(copy[ChecksumOffset..]) != Crc32C.Compute(copy[..ChecksumOffset]))
            return false;
        version = BinaryPrimitives.ReadUInt32LittleEndian(copy[8..]);
        salt = BinaryPrimitives.ReadUInt32LittleEndian(copy[12..]);
        features = BinaryPrimitives.ReadUInt32LittleEndian(copy[16..]);
        return true;
    }
}
