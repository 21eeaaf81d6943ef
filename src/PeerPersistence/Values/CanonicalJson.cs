using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>JSON as a hash that is the same exactly where the content is: SHA-256 of bytes that have one form for each content.</summary>
/// <remarks>
/// Every value is a letter and what belongs to it; counts and lengths are 32-bit big-endian. <c>o</c>: count, then names and values by
/// ordinal of the name, those that stand twice in their order; <c>a</c>: count and values; <c>s</c>: length and UTF-8; <c>n</c>: as
/// <c>s</c>, digits without zeros at either end and a power of ten; <c>t</c>, <c>f</c>, <c>0</c>.
/// </remarks>
internal static class CanonicalJson
{
    /// <summary>The hash of an object, without one of its properties.</summary>
    public static byte[] HashOfObject(JsonElement json, string without)
    {
        using var output = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(output, json.EnumerateObject().Where(property => property.Name != without));
        return output.GetHashAndReset();
    }

    private static void Write(IncrementalHash output, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                Write(output, json.EnumerateObject());
                break;
            case JsonValueKind.Array:
                Write(output, 'a', json.GetArrayLength());
                foreach (var item in json.EnumerateArray())
                    Write(output, item);
                break;
            case JsonValueKind.String:
                Write(output, 's', json.GetString()!);
                break;
            case JsonValueKind.Number:
                Write(output, 'n', Number(json.GetRawText()));
                break;
            default:
                output.AppendData([(byte)(json.ValueKind switch { JsonValueKind.True => 't', JsonValueKind.False => 'f', _ => '0' })]);
                break;
        }
    }

    private static void Write(IncrementalHash output, IEnumerable<JsonProperty> properties)
    {
        var sorted = properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToList();
        Write(output, 'o', sorted.Count);
        foreach (var property in sorted)
        {
            Write(output, 's', property.Name);
            Write(output, property.Value);
        }
    }

    private static void Write(IncrementalHash output, char letter, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Write(output, letter, utf8.Length);
        output.AppendData(utf8);
    }

    private static void Write(IncrementalHash output, char letter, int count)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = (byte)letter;
        BinaryPrimitives.WriteInt32BigEndian(head[1..], count);
        output.AppendData(head);
    }

    /// <summary>The number exactly: 10, 1e1 and 10.0 give 1e1; 0 and -0 give 0.</summary>
    private static string Number(string text)
    {
        var end = text.AsSpan().IndexOfAny('e', 'E') is >= 0 and var at ? at : text.Length;
        var exponent = 0L;
        if (end < text.Length && (!long
            .TryParse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > int.MaxValue))
            return text; // Nothing writes it another way.
        var mantissa = text[..end];
        var point = mantissa.IndexOf('.');
        var digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length - (point < 0 ? 0 : mantissa.Length - point - 1);
        return significant.Length == 0 ? "0" : FormattableString.Invariant($"{(text[0] == '-' ? "-" : "")}{significant}e{exponent}");
    }
}
