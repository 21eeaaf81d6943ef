namespace PeerPersistence;

/// <summary>What is to become of one peer's record, known or new.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Change">From the stored record (<c>null</c>: none, or damaged) to the new one (<c>null</c>: leave it).
/// With the batch that will store it, for what it has to expect. Called again when another writer was quicker.</param>
internal sealed record PeerWrite(string PeerId, Func<StoredPeer?, KeyValueBatch, ValueTask<StoredPeer?>> Change);
