using System.Collections.Concurrent;

namespace PeerPersistence.ConformanceTests;

/// <summary>Encrypted records, in a store that several may have open and that outlives them.</summary>
internal sealed class EncryptedUnderTest : StoreUnderTest
{
    private readonly ConcurrentDictionary<string, InMemoryKeyValueStore> _inner = new();

    public override string Name => nameof(EncryptedKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.MultipleWriters | StoreCapabilities.ChangeTracking | StoreCapabilities.BinaryValues
        | StoreCapabilities.BatchReading | StoreCapabilities.Rekeying;

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        new(EncryptedKeyValueStore.Create(_inner.GetOrAdd(place, _ => new()), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())));
}
