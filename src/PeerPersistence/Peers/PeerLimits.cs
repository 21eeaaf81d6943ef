namespace PeerPersistence;

/// <summary>
/// How large a peer's record and its parts can be. Storing something larger is an <see cref="ArgumentException"/>. The bounds keep one
/// peer, or somebody who speaks for it, from filling the memory of all.
/// </summary>
/// <remarks>The bounds keep one peer, or somebody who speaks for it, from filling the memory of all.</remarks>
public static class PeerLimits
{
    /// <summary>Characters in a peer's identifier.</summary>
    public const int PeerIdLength = 256;

    /// <summary>Characters in a user identifier, a display name, an IP address or another short text.</summary>
    public const int TextLength = 1024;

    /// <summary>Characters in a public key.</summary>
    public const int PublicKeyLength = 16 * 1024;

    /// <summary>Bytes of UTF-8 in a shared secret: 1 MiB.</summary>
    public const int SecretBytes = 1024 * 1024;

    /// <summary>STUN and TURN servers of one peer.</summary>
    public const int IceServers = 32;

    /// <summary>URLs of one STUN or TURN server.</summary>
    public const int UrlsPerIceServer = 16;

    /// <summary>Addresses cached for one peer.</summary>
    public const int CachedCandidates = 128;

    /// <summary>Characters in one candidate line, URL, user name or credential.</summary>
    public const int LineLength = 4 * 1024;

    /// <summary>Entries in a peer's metadata.</summary>
    public const int MetadataEntries = 256;

    /// <summary>Bytes of a whole record as JSON, its sealed secret apart: 1 MiB.</summary>
    public const int RecordBytes = 1024 * 1024;

    /// <summary>Entries of one export, or peers in one dump of a browser's storage.</summary>
    public const int PeersPerExport = 500_000;
}
