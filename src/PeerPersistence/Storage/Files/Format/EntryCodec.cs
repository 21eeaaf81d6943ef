using System.Text;

namespace PeerPersistence;

/// <summary>One key of a batch in a frame's payload.</summary>
/// <remarks>Kind (1 sets, 0 removes; 2 is added where the key is in UTF-16), key length, value length where it sets, key, value.</remarks>
internal static class EntryCodec
{
    /// <summary>What kind and lengths mostly take.</summary>
    public const int LengthsSize = 4;

    private const byte Sets = 1;
    private const byte KeyIsUtf16 = 2;

    public static long Measure(string key, int? valueLength)
    {
        var keyLength = KeyText.Measure(key, out _);
        return 1 + VarInt.Measure(keyLength) + (long)keyLength + (valueLength is { } length ? VarInt.Measure(length) + (long)length : 0);
    }

    /// <summary>Writes the entry and returns its length; a value ends where the entry ends.</summary>
    public static int Write(Span<byte> destination, string key, ReadOnlyMemory<byte>? value)
    {
        var keyLength = KeyText.Measure(key, out var isUtf16);
        destination[0] = (byte)((value is null ? 0 : Sets) | (isUtf16 ? KeyIsUtf16 : 0));
        var position = 1 + VarInt.Write(destination[1..], keyLength);
        if (value is { } bytes)
            position += VarInt.Write(destination[position..], bytes.Length);
        KeyText.Encode(key, isUtf16, destination.Slice(position, keyLength));
        position += keyLength;
        value?.Span.CopyTo(destination[position..]);
        return position + (value?.Length ?? 0);
    }

    /// <summary>Reads all entries of a payload; <c>false</c> where it is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, List<KeyChange> changes)
    {
        for (var position = 0; position < payload.Length;)
        {
            if (!TryRead(payload, ref position, out var change))
                return false;
            changes.Add(change);
        }

        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> payload, ref int position, out KeyChange change)
    {
        change = default;
        var valueLength = 0;
        var kind = payload[position++];
        if (kind > (Sets | KeyIsUtf16) || !VarInt.TryRead(payload, ref position, out var keyLength))
            return false;
        if ((kind & Sets) != 0 && !VarInt.TryRead(payload, ref position, out valueLength))
            return false;
        if ((long)keyLength + valueLength > payload.Length - position)
            return false;
        try
        {
            var key = KeyText.Decode(payload.Slice(position, keyLength), (kind & KeyIsUtf16) != 0);
            position += keyLength;
            var value = payload.Slice(position, valueLength);
            change = new(key, (kind & Sets) == 0 ? null : new(position, valueLength, Crc32C.Compute(value)));
            position += valueLength;
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
