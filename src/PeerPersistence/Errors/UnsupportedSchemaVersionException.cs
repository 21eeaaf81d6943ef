namespace PeerPersistence;

/// <summary>The store was written by a newer version of this library. Nothing was touched.</summary>
public sealed class UnsupportedSchemaVersionException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="found">The version that the store has.</param>
    /// <param name="supported">The version that this library knows.</param>
    public UnsupportedSchemaVersionException(string found, string supported)
        : base($"The store has schema version '{found}'; this library reads up to '{supported}'. Update the library.")
        => (Found, Supported) = (found, supported);

    /// <summary>The version found in the store.</summary>
    public string Found { get; }

    /// <summary>The newest version this library reads.</summary>
    public string Supported { get; }
}
