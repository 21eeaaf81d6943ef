using System.Buffers.Binary;
using System.Text;

namespace PeerPersistence.FuzzTests;

/// <summary>Spoils sound bytes in the ways in which readers are known to stumble. The same seed spoils the same way.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> corpus)
{
    private const int LargestInput = 256 * 1024;

    private static readonly long[] s_numbers =
        [0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue - 1, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue];

    private static readonly byte[][] s_texts = [.. new[]
    {
        "null", "true", "{}", "[]", "\"\"", "[[[[[[[[[[[[[[[[", "{\"a\":", "1e999", "-1", "9223372036854775807", "1e-400", "\"\\ud800\"", "\\u0000", "\u202e",
        ",", ":", "pp1.", "pp9.x", "foreign:", "\"peerId\":\"a\"", "\"encryptedSecret\":\"pp1.UFABAQ\"", "\"iceServers\":[{}]", "\"setAside\":{\"peerId\":1}",
    }.Select(Encoding.UTF8.GetBytes)];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var input = Any(corpus).ToList();
        for (var changes = 1 + _random.Next(_random.Next(4) == 0 ? 16 : 4); changes > 0; changes--)
            Change(input);
        if (input.Count > LargestInput)
            input.RemoveRange(LargestInput, input.Count - LargestInput);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        var at = _random.Next(input.Count + 1);
        var length = Math.Min(_random.Next(4) == 0 ? _random.Next(4096) : _random.Next(16), input.Count - at);
        switch (_random.Next(10))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)_random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5:
                input.InsertRange(at, Any(s_texts));
                break;
            case 6:
                Overwrite(input, at, Any(s_texts));
                break;
            case 7:
                Overwrite(input, at, Number());
                break;
            case 8:
                var other = Any(corpus);
                var from = _random.Next(other.Length);
                input.InsertRange(at, other.AsSpan(from, _random.Next(Math.Min(1024, other.Length - from) + 1)).ToArray());
                break;
            default:
                ReplaceANumber(input, at);
                break;
        }
    }

    /// <summary>The decimal number that begins at, or after, a place.</summary>
    private void ReplaceANumber(List<byte> input, int at)
    {
        var first = input.FindIndex(at, digit => digit is >= (byte)'0' and <= (byte)'9');
        if (first < 0)
            return;
        var end = input.FindIndex(first, digit => digit is < (byte)'0' or > (byte)'9');
        input.RemoveRange(first, (end < 0 ? input.Count : end) - first);
        input.InsertRange(first, Encoding.ASCII.GetBytes($"{Any(s_numbers)}"));
    }

    private byte[] Number()
    {
        var bytes = new byte[8];
        if (_random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, Any(s_numbers));
        else
            BinaryPrimitives.WriteInt64BigEndian(bytes, Any(s_numbers));
        return bytes[..Any([2, 4, 8])];
    }

    private static void Overwrite(List<byte> input, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < input.Count; i++)
            input[at + i] = with[i];
    }

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
