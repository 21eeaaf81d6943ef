namespace PeerPersistence;

/// <summary>What the user says of a peer.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerTrust
{
    /// <summary>Pins a peer, or lifts the pin. A pinned peer is never evicted or cleaned up.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="pinned">Whether it is pinned from now on.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> SetPinnedAsync(string peerId, bool pinned, CancellationToken cancellationToken = default);

    /// <summary>
    /// Blocks a peer until <see cref="UnblockAsync"/>: it is no candidate, whatever happens meanwhile, and stays in the store.
    /// </summary>
    /// <remarks>
    /// Its <see cref="PeerData.BlacklistUntil"/> is the last instant there is. No store, import, introduction or connection lifts it, and
    /// it takes no place of <see cref="PeerPersistenceOptions.MaxPeers"/>. A <see cref="PeerData.BlacklistUntil"/> that you store or set in
    /// an update is a block as well, until then.
    /// </remarks>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> BlockAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Lifts a block, and a blacklisting from failures.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> UnblockAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Makes this the peer's public key, whatever was known before. Call it when the user confirmed the key.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="publicKey">A JWK (RFC 7517) as a JSON string.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier, or <paramref name="publicKey"/> is too
    /// long.</exception>
    Task<bool> AcceptKeyAsync(string peerId, string publicKey, CancellationToken cancellationToken = default);
}
