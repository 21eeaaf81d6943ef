namespace PeerPersistence;

/// <summary>What is to become of one peer's record, known or new.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Change">From the stored record (<c>null</c>: none, or damaged) to the new one (<c>null</c>: leave it).
/// Called again when another writer was quicker.</param>
internal sealed record PeerWrite(string PeerId, Func<StoredPeer?, CancellationToken, ValueTask<StoredPeer?>> Change);
