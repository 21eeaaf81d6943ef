namespace PeerPersistence;

/// <summary>What a key of random bytes never looks like: cleared, or never filled.</summary>
internal static class KeyBytes
{
    /// <exception cref="SecretUnavailableException">Every byte is the same.</exception>
    public static void ThrowIfAlike(ReadOnlySpan<byte> key)
    {
        foreach (var one in key)
        {
            if (one != key[0])
                return;
        }

        if (key.Length > 0)
            throw new SecretUnavailableException(
                "A key must be random (its bytes were all alike): it was cleared, or never made. Nothing was stored.");
    }
}
