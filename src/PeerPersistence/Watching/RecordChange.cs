namespace PeerPersistence;

/// <summary>A record that is not what it was; <c>null</c>: there was, or is, none.</summary>
internal readonly record struct RecordChange(string PeerId, ReadOnlyMemory<byte>? Before, ReadOnlyMemory<byte>? After);
