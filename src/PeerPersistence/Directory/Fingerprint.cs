using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Tells one record from the next, not from a forged one: 64 bits. Another on a machine of the other byte order.</summary>
internal static class Fingerprint
{
    // Odd, its bits in no pattern: 2^64 by the golden ratio (Knuth, The Art of Computer Programming, 6.4).
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            hash = Mix(hash, word);
        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
            hash = Mix(hash, b);
        return hash;
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = unchecked((hash ^ word) * Multiplier);
        return (hash << 29) | (hash >> 35); // What a product moves upwards comes back to the lowest bits.
    }
}
