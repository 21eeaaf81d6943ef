namespace PeerPersistence;

/// <summary>Tells one record from the next, not from a forged one: FNV-1a, 64 bits.</summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
            hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }
}
