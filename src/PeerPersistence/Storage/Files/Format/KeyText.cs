using System.Buffers.Binary;
using System.Text;

namespace PeerPersistence;

/// <summary>A key as bytes: UTF-8, or the bare UTF-16 units where it holds half of a surrogate pair, which UTF-8 would lose.</summary>
internal static class KeyText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static int Measure(string key, out bool isUtf16)
    {
        isUtf16 = HasLoneSurrogate(key);
        return isUtf16 ? key.Length * sizeof(char) : Strict.GetByteCount(key);
    }

    public static void Encode(string key, bool isUtf16, Span<byte> destination)
    {
        if (!isUtf16)
        {
            Strict.GetBytes(key, destination);
            return;
        }

        for (var i = 0; i < key.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(i * sizeof(char))..], key[i]);
    }

    public static string Decode(ReadOnlySpan<byte> source, bool isUtf16)
    {
        if (!isUtf16)
            return Strict.GetString(source);
        var units = new char[source.Length / sizeof(char)];
        for (var i = 0; i < units.Length; i++)
            units[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(source[(i * sizeof(char))..]);
        return new(units);
    }

    /// <summary>Whether <see cref="Decode"/> gives a key.</summary>
    public static bool IsSound(ReadOnlySpan<byte> source, bool isUtf16)
    {
        try
        {
            return isUtf16 || Strict.GetCharCount(source) >= 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool HasLoneSurrogate(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsSurrogate(key[i]))
                continue;
            if (i + 1 == key.Length || !char.IsSurrogatePair(key[i], key[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
