using System.Buffers.Binary;
using System.Text;

namespace PeerPersistence;

/// <summary>What a ciphertext is bound to, as bytes.</summary>
internal static class AssociatedData
{
    /// <summary>Joins the parts, each after its length as a 32-bit big-endian number, so that no other parts give the same bytes.</summary>
    public static byte[] Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += sizeof(uint) + part.Length;

        var joined = new byte[length];
        var rest = joined.AsSpan();
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.Span.CopyTo(rest[sizeof(uint)..]);
            rest = rest[(sizeof(uint) + part.Length)..];
        }

        return joined;
    }

    /// <summary>The first parts of what <see cref="Join"/> made, as one; all of it where there are not so many.</summary>
    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> joined, int parts)
    {
        var length = 0;
        for (var part = 0; part < parts && joined.Length - length >= sizeof(uint); part++)
            length = (int)Math.Min(joined.Length, length + sizeof(uint) + (long)BinaryPrimitives.ReadUInt32BigEndian(joined[length..]));
        return joined[..length];
    }

    /// <summary>UTF-8.</summary>
    public static ReadOnlyMemory<byte> Part(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Eight bytes, big-endian.</summary>
    public static ReadOnlyMemory<byte> Part(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
