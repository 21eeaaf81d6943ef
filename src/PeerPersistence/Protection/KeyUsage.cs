namespace PeerPersistence;

/// <summary>How much a data key is used.</summary>
/// <param name="KeyId">The key, counted from 1 in each store.</param>
/// <param name="State">What it may still be used for; <c>null</c>: the key ring has no such key, and what it sealed cannot be
/// opened.</param>
/// <param name="Secrets">Stored secrets and TURN credentials that are sealed under it.</param>
public sealed record KeyUsage(long KeyId, KeyState? State, int Secrets);

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
