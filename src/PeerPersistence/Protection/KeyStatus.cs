namespace PeerPersistence;

/// <summary>Whether the keys of the stored secrets are available.</summary>
public enum KeyStatus
{
    /// <summary>No secret was ever stored, so there is no key.</summary>
    None,

    /// <summary>The master key opens them.</summary>
    Available,

    /// <summary>The master key is missing or wrong, or the key ring is gone. Secrets are kept and cannot be opened.</summary>
    Unavailable,
}
