using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>What stands before each frame in the file.</summary>
/// <remarks>
/// <para>0: mark with the version. 4: salt of the file, so that a frame of another file, stored as a value or left over on the disk, is not
/// taken for one of ours. 8: number of the commit, from 1, by which lost commits are counted. 16: how many numbers back the last commit
/// lies that was
/// surely on the disk when this was written. 20: which part of the commit this is, from 0. 22: of how many. 24: payload length. 28: CRC32C
/// of the payload. 32: CRC32C of bytes 0 to 31. Little-endian.</para>
/// <para>Behind the payload stands one byte that is not zero, so that a frame of which the end is missing shows.</para>
/// <para>A seal is a frame without payload behind the last part, numbered as the last that can be: it only says that the commit is on the
/// disk.</para>
/// <para>Version 1 had neither parts nor end: bytes 16 to 23 and 24 were those from 24 to 31 and 32.</para>
/// </remarks>
internal readonly record struct FrameHeader(
    uint Salt, long Sequence, int PayloadLength, uint PayloadChecksum, uint Version = FileHeader.Version, long Synced = 0, int Part = 0,
    int Parts = 1)
{
    public const int Length = 36;
    public const int ShortestLength = LengthOfVersion1;
    public const int MaxParts = ushort.MaxValue;
    public const byte End = 0xFE;

    private const int LengthOfVersion1 = 28;

    // Never part of UTF-8 text: its first byte does not occur there.
    public static ReadOnlySpan<byte> Mark => [0xF5, (byte)'P', (byte)'F'];

    public long FrameLength => LengthOf(Version) + (long)PayloadLength + EndLengthOf(Version);

    public bool IsSeal => Part == Parts;

    public static FrameHeader Seal(uint salt, long sequence) =>
        new(salt, sequence, 0, 0, Synced: sequence, Part: MaxParts, Parts: MaxParts);

    public static int LengthOf(uint version) => version == 1 ? LengthOfVersion1 : Length;

    public static int EndLengthOf(uint version) => version == 1 ? 0 : 1;

    public void Encode(Span<byte> destination)
    {
        Mark.CopyTo(destination);
        destination[3] = (byte)Version;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Sequence);
        if (Version > 1)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], (uint)Math.Min(uint.MaxValue, Sequence - Synced));
            BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], (ushort)Part);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[22..], (ushort)Parts);
        }

        var rest = LengthOf(Version) - 12;
        BinaryPrimitives.WriteInt32LittleEndian(destination[rest..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(rest + 4)..], PayloadChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(rest + 8)..], Crc32C.Compute(destination[..(rest + 8)]));
    }

    public static bool TryDecode(ReadOnlySpan<byte> source, out FrameHeader header)
    {
        header = default;
        if (source.Length < LengthOfVersion1 || !source.StartsWith(Mark) || source[3] is not (1 or 2)
            || source.Length < LengthOf(source[3]))
            return false;
        var rest = LengthOf(source[3]) - 12;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[(rest + 8)..]) != Crc32C.Compute(source[..(rest + 8)]))
            return false;
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(source[8..]);
        header = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            sequence,
            BinaryPrimitives.ReadInt32LittleEndian(source[rest..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[(rest + 4)..]),
            source[3]);
        if (source[3] > 1)
        {
            header = header with
            {
                Synced = sequence - BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
                Part = BinaryPrimitives.ReadUInt16LittleEndian(source[20..]),
                Parts = BinaryPrimitives.ReadUInt16LittleEndian(source[22..]),
            };
        }

        return header.Sequence > 0
            && header.Parts > 0
            && header.Part <= header.Parts
            && header.PayloadLength >= 0
            && header.IsSeal == (header.PayloadLength == 0);
    }
}
