using System.Buffers.Binary;

namespace PeerPersistence.FuzzTests;

/// <summary>Puts the checksums of a log file's frames right.</summary>
internal static class FrameChecksums
{
    public static void Mend(byte[] file)
    {
        for (var at = 0; at + FrameHeader.Length <= file.Length; at++)
        {
            var header = file.AsSpan(at, FrameHeader.Length);
            if (!header.StartsWith(FrameHeader.Mark) || header[3] != FileHeader.Version)
                continue;
            var length = BinaryPrimitives.ReadInt32LittleEndian(header[24..]);
            if (length >= 0 && length <= file.Length - at - FrameHeader.Length)
                BinaryPrimitives.WriteUInt32LittleEndian(header[28..], Crc32C.Compute(file.AsSpan(at + FrameHeader.Length, length)));
            BinaryPrimitives.WriteUInt32LittleEndian(header[32..], Crc32C.Compute(header[..32]));
        }
    }
}
