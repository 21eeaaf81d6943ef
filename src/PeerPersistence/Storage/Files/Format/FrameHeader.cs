using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>What stands before each commit in the file.</summary>
/// <remarks>
/// 0: mark. 4: salt of the file, so that a frame of another file, stored as a value or left over on the disk, is not taken
/// for one of ours. 8: sequence number, from 1, by which lost commits are counted. 16: payload length. 20: CRC32C of
/// the payload. 24: CRC32C of bytes 0 to 23. Little-endian.
/// </remarks>
internal readonly record struct FrameHeader(uint Salt, long Sequence, int PayloadLength, uint PayloadChecksum)
{
    public const int Length = 28;

    private const int ChecksumOffset = 24;

    // Never part of UTF-8 text: its first byte does not occur there.
    public static ReadOnlySpan<byte> Mark => [0xF5, (byte)'P', (byte)'F', 1];

    public long FrameLength => Length + (long)PayloadLength;

    public void Encode(Span<byte> destination)
    {
        Mark.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], PayloadChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], Crc32C.Compute(destination[..ChecksumOffset]));
    }

    public static bool TryDecode(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < Length || !source.StartsWith(Mark))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumOffset..]) != Crc32C.Compute(source[..ChecksumOffset]))
            return false;
        header = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[20..]));
        return header is { Sequence: > 0, PayloadLength: > 0 };
    }
}
