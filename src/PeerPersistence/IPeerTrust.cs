namespace PeerPersistence;

/// <summary>What the user says of a peer.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeerTrust
{
    /// <summary>Pins a peer, which then is never evicted or cleaned up, or lifts the pin.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> SetPinnedAsync(string peerId, bool pinned, CancellationToken cancellationToken = default);

    /// <summary>
    /// Blocks a peer until <see cref="UnblockAsync"/>: it is no candidate, whatever happens meanwhile, and stays in the store.
    /// </summary>
    /// <remarks>
    /// Its <see cref="PeerData.BlacklistUntil"/> is the last instant there is. No store, import, introduction or connection lifts it, and
    /// it takes no place of <see cref="PeerPersistenceOptions.MaxPeers"/>. A <see cref="PeerData.BlacklistUntil"/> that you store or set in
    /// an update is a block as well, until then.
    /// </remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> BlockAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Lifts a block, and a blacklisting from failures.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UnblockAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Makes this the peer's public key, whatever was known before. To be called when the user confirmed it.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="publicKey">A JWK (RFC 7517) as a JSON string.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> AcceptKeyAsync(string peerId, string publicKey, CancellationToken cancellationToken = default);
}
