using System.Buffers.Binary;

namespace PeerPersistence;

/// <summary>The keys of one commit in the log of changes: for each its length (four bytes, little-endian) and its bytes.</summary>
internal static class LoggedKeys
{
    public static byte[] Encode(IReadOnlyList<string> keys)
    {
        var encoded = keys.Select(OrdinalKey.Encode).ToList();
        var bytes = new byte[encoded.Sum(key => sizeof(int) + key.Length)];
        var at = 0;
        foreach (var key in encoded)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), key.Length);
            key.CopyTo(bytes, at + sizeof(int));
            at += sizeof(int) + key.Length;
        }

        return bytes;
    }

    /// <returns><c>false</c>: it is not what <see cref="Encode"/> wrote, or it is more than <paramref name="most"/> keys.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, HashSet<string> keys, long most)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(bytes) is var length
                && (length < 0 || length > bytes.Length - sizeof(int)))
                return false;
            if (keys.Count >= most || !OrdinalKey.TryDecode(bytes.Slice(sizeof(int), length), out var key))
                return false;
            keys.Add(key);
            bytes = bytes[(sizeof(int) + length)..];
        }

        return true;
    }
}
