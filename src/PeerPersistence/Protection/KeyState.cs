namespace PeerPersistence;

/// <summary>What a data key may still be used for.</summary>
public enum KeyState
{
    /// <summary>Seals and opens; one key of a ring is.</summary>
    Active,

    /// <summary>Opens what was sealed before the last rotation.</summary>
    DecryptOnly,

    /// <summary>Gone; only its id is remembered, so that it is not given out again.</summary>
    Destroyed,
}
