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

    /// <summary>Writes the entry but for its value, and returns where that belongs.</summary>
    public static int WriteKey(Span<byte> destination, string key, int? valueLength)
    {
        var keyLength = KeyText.Measure(key, out var isUtf16);
        destination[0] = (byte)((valueLength is null ? 0 : Sets) | (isUtf16 ? KeyIsUtf16 : 0));
        var position = 1 + VarInt.Write(destination[1..], keyLength);
        if (valueLength is { } length)
            position += VarInt.Write(destination[position..], length);
        KeyText.Encode(key, isUtf16, destination.Slice(position, keyLength));
        return position + keyLength;
    }

    /// <summary>Whether a payload is all entries of ours.</summary>
    public static bool IsSound(ReadOnlySpan<byte> payload)
    {
        for (var position = 0; position < payload.Length;)
        {
            if (!TryMeasure(payload, ref position, out var kind, out var keyLength, out var valueLength)
                || !KeyText.IsSound(payload.Slice(position, keyLength), (kind & KeyIsUtf16) != 0))
                return false;
            position += keyLength + valueLength;
        }

        return true;
    }

    /// <summary>The checksum of a payload, sound or not.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="ofOnly">That of its value where it is one entry, as most are; otherwise <c>null</c>.</param>
    public static uint Checksum(ReadOnlySpan<byte> payload, out uint? ofOnly)
    {
        var position = 0;
        ofOnly = null;
        if (payload.IsEmpty
            || !TryMeasure(payload, ref position, out _, out var keyLength, out var valueLength)
            || position + keyLength + valueLength != payload.Length)
            return Crc32C.Compute(payload);
        var value = position + keyLength;
        var whole = Crc32C.Extend(Crc32C.Compute(payload[..value]), payload[value..], out var checksum);
        ofOnly = checksum;
        return whole;
    }

    /// <summary>Reads the entry at <paramref name="position"/> of a payload that is sound, and goes to the next.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="position">Where the entry begins, and then where it ends.</param>
    /// <param name="checksum">Of its value; <c>null</c>: not known yet.</param>
    public static KeyChange Read(ReadOnlySpan<byte> payload, ref int position, uint? checksum = null)
    {
        TryMeasure(payload, ref position, out var kind, out var keyLength, out var valueLength);
        var key = KeyText.Decode(payload.Slice(position, keyLength), (kind & KeyIsUtf16) != 0);
        position += keyLength;
        var value = new ValueLocation(position, valueLength, checksum ?? Crc32C.Compute(payload.Slice(position, valueLength)));
        position += valueLength;
        return new(key, (kind & Sets) == 0 ? null : value);
    }

    private static bool TryMeasure(ReadOnlySpan<byte> payload, ref int position, out byte kind, out int keyLength, out int valueLength)
    {
        (kind, valueLength) = (payload[position++], 0);
        return VarInt.TryRead(payload, ref position, out keyLength)
            && kind <= (Sets | KeyIsUtf16)
            && ((kind & Sets) == 0 || VarInt.TryRead(payload, ref position, out valueLength))
            && (long)keyLength + valueLength <= payload.Length - position;
    }
}
