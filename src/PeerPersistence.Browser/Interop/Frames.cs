using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PeerPersistence;

using Pair = KeyValuePair<string, ReadOnlyMemory<byte>?>;

/// <summary>Keys and values as one array of bytes, so that a call takes one array; the same as in <c>frames.js</c>.</summary>
/// <remarks>Keys go as UTF-16 units: as text, unpaired surrogates and a leading U+FEFF would be lost on the way to JavaScript.</remarks>
internal static class Frames
{
    private const int Number = sizeof(int);

    public static byte[] Key(string key) => MemoryMarshal.AsBytes(key.AsSpan()).ToArray();

    public static byte[] Keys(IReadOnlyList<string> keys) => Write([.. keys.Select(key => new Pair(key, null))], 0);

    /// <summary>How many are expectations, then these, then the changes.</summary>
    public static byte[] Batch(KeyValueBatch batch)
    {
        var frame = Write([.. batch.Expectations, .. batch.Changes], Number);
        BinaryPrimitives.WriteInt32LittleEndian(frame, batch.Expectations.Count);
        return frame;
    }

    public static List<Pair> Read(byte[] frame)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(frame);
        var pairs = new List<Pair>(count);
        var keyAt = Number + 2 * Number * count;
        var valueAt = keyAt;
        for (var i = 0; i < count; i++)
            valueAt += sizeof(char) * ReadHead(frame, i).Units;
        for (var i = 0; i < count; i++)
        {
            var (units, bytes) = ReadHead(frame, i);
            var key = new string(MemoryMarshal.Cast<byte, char>(frame.AsSpan(keyAt, sizeof(char) * units)));
            pairs.Add(new(key, bytes < 0 ? null : (ReadOnlyMemory<byte>?)frame.AsMemory(valueAt, bytes)));
            keyAt += sizeof(char) * units;
            valueAt += Math.Max(bytes, 0);
        }

        return pairs;
    }

    private static (int Units, int Bytes) ReadHead(byte[] frame, int number)
    {
        var head = frame.AsSpan(Number + 2 * Number * number);
        return (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[Number..]));
    }

    private static byte[] Write(Pair[] pairs, int start)
    {
        var keyAt = start + Number + 2 * Number * pairs.Length;
        var valueAt = keyAt + pairs.Sum(pair => sizeof(char) * pair.Key.Length);
        var frame = new byte[valueAt + pairs.Sum(pair => pair.Value?.Length ?? 0)];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(start), pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
        {
            var (key, value) = pairs[i];
            var head = frame.AsSpan(start + Number + 2 * Number * i);
            BinaryPrimitives.WriteInt32LittleEndian(head, key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head[Number..], value?.Length ?? -1);
            MemoryMarshal.AsBytes(key.AsSpan()).CopyTo(frame.AsSpan(keyAt));
            keyAt += sizeof(char) * key.Length;
            value?.Span.CopyTo(frame.AsSpan(valueAt));
            valueAt += value?.Length ?? 0;
        }

        return frame;
    }
}
