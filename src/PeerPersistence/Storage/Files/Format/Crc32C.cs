using System.Buffers.Binary;
#if NET8_0_OR_GREATER
using System.Numerics;
using System.Runtime.CompilerServices;
#endif

namespace PeerPersistence;

/// <summary>The checksum of everything in the file: CRC-32C (Castagnoli), as in RFC 3720.</summary>
internal static class Crc32C
{
#if NET8_0_OR_GREATER
    // Optimised from its first call: opening a large file is over before the runtime would get to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = Add(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = Add(crc, one);
        return ~crc;
    }

    /// <summary>Goes on with a checksum, and computes that of the further bytes, in the time of one: each waits for itself alone.</summary>
    /// <param name="before">That of what stands before them; 0: nothing.</param>
    /// <param name="bytes">The further bytes.</param>
    /// <param name="ofThem">Theirs alone.</param>
#if NET8_0_OR_GREATER
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
#endif
    public static uint Extend(uint before, ReadOnlySpan<byte> bytes, out uint ofThem)
    {
        var (whole, part) = (~before, uint.MaxValue);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            var data = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            (whole, part) = (Add(whole, data), Add(part, data));
        }

        foreach (var one in bytes)
            (whole, part) = (Add(whole, one), Add(part, one));
        ofThem = ~part;
        return ~whole;
    }

#if NET8_0_OR_GREATER
    private static uint Add(uint crc, ulong data) => BitOperations.Crc32C(crc, data);

    private static uint Add(uint crc, byte data) => BitOperations.Crc32C(crc, data);
#else
    // Table k advances a byte past k further bytes: eight look-ups replace eight dependent steps.
    private static readonly uint[][] Tables = MakeTables();

    private static uint Add(uint crc, ulong data)
    {
        data ^= crc;
        return Tables[7][(byte)data] ^ Tables[6][(byte)(data >> 8)] ^ Tables[5][(byte)(data >> 16)] ^ Tables[4][(byte)(data >> 24)]
            ^ Tables[3][(byte)(data >> 32)] ^ Tables[2][(byte)(data >> 40)] ^ Tables[1][(byte)(data >> 48)] ^ Tables[0][(byte)(data >> 56)];
    }

    private static uint Add(uint crc, byte data) => (crc >> 8) ^ Tables[0][(byte)(crc ^ data)];

    private static uint[][] MakeTables()
    {
        const uint reflectedPolynomial = 0x82F63B78;
        var tables = new uint[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new uint[256];
            for (var i = 0; i < 256; i++)
            {
                var crc = table == 0 ? (uint)i : tables[table - 1][i];
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ reflectedPolynomial;
                tables[table][i] = crc;
            }
        }

        return tables;
    }
#endif
}
