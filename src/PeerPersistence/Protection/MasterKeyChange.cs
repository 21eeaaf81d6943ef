namespace PeerPersistence;

/// <summary>What a change of the master key did.</summary>
/// <param name="Resealed">Secrets that were sealed again, under a new key.</param>
/// <param name="KeysKept">Old keys that something still needs which could not be sealed again; the new master key wraps them.</param>
/// <param name="IsErased">Whether the store got rid of the bytes of the old keys, which the old master key opens. <c>false</c>: it cannot,
/// as PostgreSQL, or had no room or no time for it; then the next <see cref="IPeerUpkeep.MaintainAsync"/> tries again where it can.</param>
public sealed record MasterKeyChange(int Resealed, int KeysKept, bool IsErased);
