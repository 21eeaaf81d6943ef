namespace PeerPersistence;

/// <summary>Says, by being registered, that whole records are encrypted, and by what: a trimmed app has it where it asks for it.</summary>
internal sealed record RecordEncryption(Func<IKeyValueStore, IMasterKeyProvider, EncryptedKeyValueStore> Layer);
