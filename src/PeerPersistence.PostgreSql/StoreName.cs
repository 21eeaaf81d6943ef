namespace PeerPersistence;

/// <summary>What a store may be called.</summary>
internal static class StoreName
{
    private const int MostCharacters = 300; // An identity has up to 256, and a few stand before it.

    /// <exception cref="ArgumentException">PostgreSQL could not keep it as text, or it is too long for a key.</exception>
    public static void Check(string storeName)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        if (storeName.Length > MostCharacters)
            throw new ArgumentException($"Must be at most {MostCharacters} characters.", nameof(storeName));
        for (var i = 0; i < storeName.Length; i++)
        {
            if (char.IsControl(storeName[i]))
                throw new ArgumentException("Must hold no control characters.", nameof(storeName));
            if (char.IsSurrogatePair(storeName, i))
                i++;
            else if (char.IsSurrogate(storeName[i]))
                throw new ArgumentException("Must hold no half characters.", nameof(storeName));
        }
    }

    /// <summary>The name of an identity's store. As with files, no identity's is that of the unnamed one.</summary>
    public static string Of(string identity) => identity.Length == 0 ? "default" : "identity-" + identity;
}
