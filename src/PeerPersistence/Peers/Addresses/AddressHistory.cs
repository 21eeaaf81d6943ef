namespace PeerPersistence;

/// <summary>What is remembered of one address of a peer.</summary>
/// <param name="KnownSince">When it was first stored; <c>null</c>: not known, as in the original's records.</param>
/// <param name="LastWorked">When a connection last stood there; <c>null</c>: never, as far as was told.</param>
internal readonly record struct AddressHistory(DateTimeOffset? KnownSince, DateTimeOffset? LastWorked);
