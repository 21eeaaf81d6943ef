namespace PeerPersistence;

/// <summary>The memory of removed peers in the store; without a time to remember it neither reads nor writes.</summary>
internal sealed class RemovedPeersRecord(IKeyValueStore store, StorageKeys keys, TimeSpan memory, TimeProvider time)
{
    public async ValueTask<RemovedPeers> ReadAsync(CancellationToken cancellationToken) =>
        Read(memory > TimeSpan.Zero ? await store.GetAsync(keys.Removed, cancellationToken).ConfigureAwait(false) : null);

    /// <summary>Adds to the commit that removes these peers that they were removed.</summary>
    public async ValueTask RememberAsync(IEnumerable<string> peerIds, bool byUser, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        if (memory <= TimeSpan.Zero || !peerIds.Any())
            return;
        var stored = await store.GetAsync(keys.Removed, cancellationToken).ConfigureAwait(false);
        batch.Expect(keys.Removed, stored).Set(keys.Removed, Read(stored).With(peerIds, byUser, time.GetUtcNow()).Write());
    }

    private RemovedPeers Read(ReadOnlyMemory<byte>? stored) =>
        stored is { } bytes ? RemovedPeers.Read(bytes.Span, memory, time.GetUtcNow()) : RemovedPeers.None;
}
