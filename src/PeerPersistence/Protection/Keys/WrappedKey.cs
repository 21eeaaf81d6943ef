namespace PeerPersistence;

/// <summary>A data key as it lies in the ring: wrapped by the master key, or destroyed and <c>null</c>.</summary>
internal sealed record WrappedKey(uint Id, KeyState State, byte[]? Wrapped);
