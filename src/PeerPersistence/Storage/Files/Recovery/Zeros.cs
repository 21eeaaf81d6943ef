using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Zeros behind the last frame are room written ahead, not damage.</summary>
internal static class Zeros
{
    /// <summary>All bytes from <paramref name="from"/> to <paramref name="to"/> are zero.</summary>
    public static bool Reach(FileWindow window, long from, long to, CancellationToken cancellationToken)
    {
        while (from < to)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = window.From(from);
            bytes = bytes[..(int)Math.Min(bytes.Length, to - from)];
            if (LengthWithout(bytes) > 0)
                return false;
            from += bytes.Length;
        }

        return true;
    }

    /// <summary>Where the zeros begin that reach to <paramref name="to"/>, at least at <paramref name="from"/>.</summary>
    public static long Begin(FileWindow window, long from, long to, CancellationToken cancellationToken)
    {
        var begin = from;
        while (from < to)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = window.From(from);
            bytes = bytes[..(int)Math.Min(bytes.Length, to - from)];
            if (LengthWithout(bytes) is > 0 and var length)
                begin = from + length;
            from += bytes.Length;
        }

        return begin;
    }

    /// <summary>The length without zeros at the end.</summary>
    private static int LengthWithout(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var length = bytes.Length;
        while (length > words.Length * sizeof(ulong) && bytes[length - 1] == 0)
            length--;
        if (length > words.Length * sizeof(ulong))
            return length;
        var count = words.Length;
        while (count > 0 && words[count - 1] == 0)
            count--;
        length = count * sizeof(ulong);
        while (length > 0 && bytes[length - 1] == 0)
            length--;
        return length;
    }
}
