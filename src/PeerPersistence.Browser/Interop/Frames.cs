using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PeerPersistence;

using Pair = KeyValuePair<string, ReadOnlyMemory<byte>?>;

/// <summary>Keys and values as one array of bytes, so that a call takes one array; the same as in <c>frames.js</c>.</summary>
/// <remarks>Keys go as UTF-16 units: as text, unpaired surrogates and a leading U+FEFF would be lost on the way to JavaScript.</remarks>
internal static class Frames
{
    private const int Start = 2, Head = 2;

    public static byte[] Keys(params string[] keys) => Keys((IReadOnlyList<string>)keys);

    public static byte[] Keys(IReadOnlyList<string> keys)
    {
        var pairs = new Pair[keys.Count];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = new(keys[i], null);
        return Write(pairs, 0);
    }

    /// <summary>What must hold first, then the changes.</summary>
    public static byte[] Batch(KeyValueBatch batch)
    {
        ICollection<Pair> expectations = batch.AllExpectations, changes = batch.AllChanges;
        var pairs = new Pair[expectations.Count + changes.Count];
        if (expectations.Count > 0)
            expectations.CopyTo(pairs, 0);
        changes.CopyTo(pairs, expectations.Count);
        return Write(pairs, expectations.Count);
    }

    public static byte[] Pairs(params Pair[] pairs) => Write(pairs, 0);

    public static Pair[] Read(byte[] frame)
    {
        var numbers = MemoryMarshal.Cast<byte, int>(frame.AsSpan(0, frame.Length / sizeof(int) * sizeof(int)));
        var pairs = new Pair[numbers[0]];
        var keyAt = sizeof(int) * (Start + Head * pairs.Length);
        var valueAt = keyAt;
        for (var i = 0; i < pairs.Length; i++)
            valueAt += sizeof(char) * numbers[Start + Head * i];
        for (var i = 0; i < pairs.Length; i++)
        {
            var (units, bytes) = (sizeof(char) * numbers[Start + Head * i], numbers[Start + Head * i + 1]);
            var key = new string(MemoryMarshal.Cast<byte, char>(frame.AsSpan(keyAt, units)));
            pairs[i] = new(key, bytes < 0 ? null : (ReadOnlyMemory<byte>?)frame.AsMemory(valueAt, bytes));
            keyAt += units;
            valueAt += Math.Max(bytes, 0);
        }

        return pairs;
    }

    /// <summary>Texts that came as keys.</summary>
    public static string[] ReadKeys(byte[] frame) => Array.ConvertAll(Read(frame), pair => pair.Key);

    /// <summary>By pointers: what a span does is interpreted in a browser, and takes several times as long.</summary>
    private static unsafe byte[] Write(Pair[] pairs, int expectations)
    {
        var (units, bytes, heads) = (0, 0, Start + Head * pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            units += pairs[i].Key.Length;
            bytes += pairs[i].Value.GetValueOrDefault().Length;
        }

        var frame = new byte[sizeof(int) * heads + sizeof(char) * units + bytes];
        fixed (byte* start = frame)
        {
            var head = (int*)start;
            var keyAt = start + sizeof(int) * heads;
            var valueAt = keyAt + sizeof(char) * units;
            *head++ = pairs.Length;
            *head++ = expectations;
            for (var i = 0; i < pairs.Length; i++)
            {
                var (key, value) = (pairs[i].Key, pairs[i].Value);
                var content = value.GetValueOrDefault().Span;
                *head++ = key.Length;
                *head++ = value.HasValue ? content.Length : -1;
                fixed (char* from = key)
                    Unsafe.CopyBlockUnaligned(keyAt, from, (uint)(sizeof(char) * key.Length));
                fixed (byte* from = content)
                    Unsafe.CopyBlockUnaligned(valueAt, from, (uint)content.Length);
                keyAt += sizeof(char) * key.Length;
                valueAt += content.Length;
            }
        }

        return frame;
    }
}
