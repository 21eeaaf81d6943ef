namespace PeerPersistence;

/// <summary>The store was written by a newer version of this library. Nothing was touched.</summary>
public sealed class UnsupportedSchemaVersionException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    public UnsupportedSchemaVersionException(string found, string supported)
        : base($"The store has schema version '{found}'; this library reads up to '{supported}'. Update the library.")
        => (Found, Supported) = (found, supported);

    /// <summary>The version found in the store.</summary>
    public string Found { get; }

    /// <summary>The newest version this library reads.</summary>
    public string Supported { get; }
}
