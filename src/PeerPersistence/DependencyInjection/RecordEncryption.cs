namespace PeerPersistence;

/// <summary>Registered where whole records are to be encrypted. The container disposes of it, and so of the keys in memory.</summary>
internal sealed class RecordEncryption : IDisposable
{
    public EncryptedKeyValueStore? Store { get; private set; }

    public EncryptedKeyValueStore Before(IKeyValueStore store, IMasterKeyProvider keys) => Store = EncryptedKeyValueStore.Create(store, keys);

    public void Dispose() => Store?.Dispose();
}
