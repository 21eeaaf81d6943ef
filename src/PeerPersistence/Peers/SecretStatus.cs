namespace PeerPersistence;

/// <summary>Whether a peer's shared secret could be opened, and if not, why.</summary>
public enum SecretStatus
{
    /// <summary>The peer has no secret.</summary>
    None,

    /// <summary>The secret is in <see cref="PeerData.SharedSecret"/>.</summary>
    Available,

    /// <summary>The master key is missing or another one. The ciphertext is kept until the key is back.</summary>
    KeyUnavailable,

    /// <summary>The ciphertext was changed or moved, or is not one. It is kept as it is.</summary>
    Damaged,

    /// <summary>A newer version of this library sealed it. It is kept as it is: update the library.</summary>
    NewerVersion,
}
