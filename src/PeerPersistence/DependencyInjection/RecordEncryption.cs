namespace PeerPersistence;

/// <summary>Says, by being registered, that whole records are encrypted.</summary>
internal sealed class RecordEncryption;
