namespace PeerPersistence;

/// <summary>Lengths in seven bits a byte, the lowest first; the high bit says that more follow.</summary>
internal static class VarInt
{
    private const int MaxLength = 5;

    public static int Measure(int value)
    {
        var length = 1;
        for (var rest = (uint)value >> 7; rest != 0; rest >>= 7)
            length++;
        return length;
    }

    public static int Write(Span<byte> destination, int value)
    {
        var length = 0;
        var rest = (uint)value;
        for (; rest >= 0x80; rest >>= 7)
            destination[length++] = (byte)(rest | 0x80);
        destination[length++] = (byte)rest;
        return length;
    }

    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out int value)
    {
        value = 0;
        for (var i = 0; i < MaxLength && position < source.Length; i++)
        {
            var one = source[position++];
            value |= (one & 0x7F) << (7 * i);
            if (one < 0x80)
                return value >= 0;
        }

        return false;
    }
}
