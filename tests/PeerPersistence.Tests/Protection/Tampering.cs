namespace PeerPersistence.Tests.Protection;

/// <summary>Every small way to damage bytes.</summary>
internal static class Tampering
{
    public static IEnumerable<byte[]> BitFlips(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }

    public static IEnumerable<byte[]> Truncations(byte[] bytes)
    {
        for (var length = 0; length < bytes.Length; length++)
            yield return bytes[..length];
    }

    public static IEnumerable<byte[]> Extensions(byte[] bytes) => Enumerable.Range(0, 256).Select(last => (byte[])[.. bytes, (byte)last]);
}
