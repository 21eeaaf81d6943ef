using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>JSON as a hash that is the same exactly where the content is: SHA-256 of bytes that have one form for each content.</summary>
/// <remarks>
/// Every value is a letter and what belongs to it; counts and lengths are 32-bit big-endian. <c>o</c>: count, then names and values by
/// ordinal of the name, those that stand twice in their order; <c>a</c>: count and values; <c>s</c>: length and UTF-8; <c>n</c>: as
/// <c>s</c>, digits without zeros at either end and a power of ten; <c>t</c>, <c>f</c>, <c>0</c>. Of what it hashes it holds only where
/// the names stand, of one object at each depth.
/// </remarks>
internal static class CanonicalJson
{
    private const int MostOfAPower = 24;

    /// <summary>The hash of an object, without one of its properties.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is no UTF-8.</exception>
    public static byte[] HashOfObject(ReadOnlyMemory<byte> utf8, string without, int maxDepth)
    {
        using var output = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new Utf8JsonReader(utf8.Span, new() { MaxDepth = maxDepth });
        reader.Read();
        WriteObject(output, utf8, ref reader, without);
        return output.GetHashAndReset();
    }

    private static void Write(IncrementalHash output, ReadOnlyMemory<byte> utf8, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(output, utf8, ref reader);
                break;
            case JsonTokenType.StartArray:
                Write(output, 'a', CountOf(reader));
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    Write(output, utf8, ref reader);
                break;
            case JsonTokenType.String:
                Write(output, 's', JsonText.Utf8(reader));
                break;
            case JsonTokenType.Number:
                WriteNumber(output, reader.ValueSpan);
                break;
            default:
                output.AppendData([(byte)(reader.TokenType switch { JsonTokenType.True => 't', JsonTokenType.False => 'f', _ => '0' })]);
                break;
        }
    }

    /// <param name="output">Where to.</param>
    /// <param name="utf8">What the reader reads, from its beginning.</param>
    /// <param name="reader">At the object.</param>
    /// <param name="without">The name of a property that does not count.</param>
    private static void WriteObject(IncrementalHash output, ReadOnlyMemory<byte> utf8, ref Utf8JsonReader reader, string? without = null)
    {
        List<int> names = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (without is null || !reader.ValueTextEquals(without))
                names.Add((int)reader.TokenStartIndex);
            reader.Read();
            reader.TrySkip();
        }

        names.Sort((one, other) => JsonText.CompareOrdinal(utf8.Span, one, other) is not 0 and var order ? order : one.CompareTo(other));
        Write(output, 'o', names.Count);
        foreach (var name in names)
        {
            var text = JsonText.At(utf8.Span, name);
            Write(output, 's', JsonText.Utf8(text));
            var value = utf8[JsonText.ValueOf(utf8.Span, name)..];
            var valueReader = JsonText.At(value.Span, 0);
            Write(output, value, ref valueReader);
        }
    }

    private static int CountOf(Utf8JsonReader array)
    {
        var count = 0;
        while (array.Read() && array.TokenType != JsonTokenType.EndArray)
        {
            array.TrySkip();
            count++;
        }

        return count;
    }

    private static void Write(IncrementalHash output, char letter, ReadOnlySpan<byte> text)
    {
        Write(output, letter, text.Length);
        output.AppendData(text);
    }

    private static void Write(IncrementalHash output, char letter, int count)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = (byte)letter;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], count);
        output.AppendData(head);
    }

    /// <summary>The number exactly: 10, 1e1 and 10.0 give 1e1; 0 and -0 give 0.</summary>
    private static void WriteNumber(IncrementalHash output, ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at ? at : text.Length;
        var exponent = 0L;
        if (end < text.Length && (!Utf8Parser.TryParse(text[(end + 1)..], out exponent, out var parsed)
            || parsed < text.Length - end - 1 || Math.Abs(exponent) > int.MaxValue))
        {
            Write(output, 'n', text); // Nothing writes it another way.
            return;
        }

        var isNegative = text[0] == '-';
        var mantissa = text[(isNegative ? 1 : 0)..end];
        var point = mantissa.IndexOf((byte)'.');
        var digits = point < 0 ? mantissa : [.. mantissa[..point], .. mantissa[(point + 1)..]];
        while (digits is [(byte)'0', .. var rest])
            digits = rest;
        var significant = digits;
        while (significant is [.. var rest, (byte)'0'])
            significant = rest;
        exponent += digits.Length - significant.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
        if (significant.IsEmpty)
        {
            Write(output, 'n', "0"u8);
            return;
        }

        Span<byte> room = stackalloc byte[MostOfAPower];
        room[0] = (byte)'e';
        Utf8Formatter.TryFormat(exponent, room[1..], out var length);
        ReadOnlySpan<byte> power = room[..(1 + length)];
        Write(output, 'n', (isNegative ? 1 : 0) + significant.Length + power.Length);
        output.AppendData(isNegative ? "-"u8 : default);
        output.AppendData(significant);
        output.AppendData(power);
    }
}
