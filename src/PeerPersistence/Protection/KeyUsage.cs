namespace PeerPersistence;

/// <summary>How much a data key is used.</summary>
/// <param name="KeyId">The key, counted from 1 in each store.</param>
/// <param name="State">What it may still be used for; <c>null</c>: the key ring has no such key, and what it sealed cannot be opened.</param>
/// <param name="Secrets">Stored secrets that are sealed under it.</param>
public sealed record KeyUsage(long KeyId, KeyState? State, int Secrets);
