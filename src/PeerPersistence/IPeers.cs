namespace PeerPersistence;

/// <summary>The peers that the app knows: store, read, change, forget.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeers
{
    /// <summary>
    /// Stores a peer, or merges it into the stored one. To change a field of a known peer, use <see cref="UpdatePeerAsync"/>.
    /// </summary>
    /// <remarks>
    /// <para>Of a known peer, what is given changes, and what is left at its default stays: name, pin, quality, addresses, servers,
    /// metadata, key, secret. A list or metadata that is given replaces the whole. The earlier first-seen instant stays. Counts, attempts
    /// and instants never fall below the stored ones. To clear a field, use <see cref="UpdatePeerAsync"/>; to lift a pin, use
    /// <see cref="IPeerTrust.SetPinnedAsync"/>. If last seen is left at its default, it becomes now. A
    /// <see cref="PeerData.BlacklistUntil"/> that is given is your user's block until then.</para>
    /// <para>Counts that are given make nobody a friend. At <see cref="PeerPersistenceOptions.MaxPeers"/> strangers give way to anybody.
    /// If friends have all places, a peer with a pin or a secret takes the least friend's place. Peers with a secret take at most one place
    /// in twenty in this way.</para>
    /// </remarks>
    /// <example>
    /// <!-- snippet: metadata-store -->
    /// <code>
    /// await peers.StorePeerAsync(new()
    /// {
    ///     PeerId = "alice",
    ///     Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 3 },
    /// });
    /// </code>
    /// </example>
    /// <param name="peer">The peer. Only its id must be given.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the peer is stored.</returns>
    /// <exception cref="ArgumentException">A field is not valid, or larger than <see cref="PeerLimits"/> allow.</exception>
    /// <exception cref="StoreFullException">Friends have all places, and the peer is a stranger; or all of them are pinned.</exception>
    /// <exception cref="PublicKeyChangedException">Another public key is known of the peer.</exception>
    /// <exception cref="SecretUnavailableException">The peer has a secret, and the master key is missing or wrong.</exception>
    Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default);

    /// <summary>Stores several peers in one atomic commit, each as <see cref="StorePeerAsync"/> does.</summary>
    /// <param name="peers">The peers.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the peers are stored.</returns>
    /// <exception cref="ArgumentException">A field of a peer is not valid. Nothing is stored.</exception>
    /// <exception cref="StoreFullException">Friends have all places. <see cref="StoreFullException.PeerIds"/> found none; the other peers
    /// are stored.</exception>
    /// <exception cref="PublicKeyChangedException">Another public key is known of a peer. Nothing is stored.</exception>
    /// <exception cref="SecretUnavailableException">A peer has a secret, and the master key is missing or wrong.</exception>
    Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default);

    /// <summary>Reads a peer.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The peer, or <c>null</c> if there is none of this id.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Reads several peers. Records that cannot be read are skipped.</summary>
    /// <param name="peerIds">The peers.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The peers that are there, each once, in the order given.</returns>
    /// <exception cref="ArgumentException">One of <paramref name="peerIds"/> is not an identifier.</exception>
    Task<IReadOnlyList<PeerData>> GetPeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);

    /// <summary>Says whether a peer is stored, damaged or not. Reads no record.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><c>true</c> if there is such a peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> ContainsAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Changes a peer in one atomic step.</summary>
    /// <remarks>
    /// What the function returns is stored exactly, <c>null</c> included. There is one exception: if the stored secret cannot be opened, a
    /// <c>null</c> keeps its ciphertext, and <see cref="SecretStatus.None"/> forgets it. If another writer was quicker, the function is
    /// called again with the newer state, so it must have no effects of its own. It can call this service, but it must not change this same
    /// peer.
    /// </remarks>
    /// <example>
    /// <!-- snippet: metadata-update -->
    /// <code>
    /// await peers.UpdatePeerAsync("alice", peer => peer with { Metadata = new PeerMetadata(peer.Metadata) { ["level"] = 4 } });
    /// </code>
    /// </example>
    /// <param name="peerId">The peer.</param>
    /// <param name="update">Gets the stored peer and returns the changed one.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException">The function returned <c>null</c>, another peer's id or invalid data.</exception>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default);

    /// <summary>Forgets a peer, its secret included.</summary>
    /// <remarks>A file or a SQLite database may hold its bytes, sealed secrets among them, until the next
    /// <see cref="IPeerUpkeep.MaintainAsync"/> of this service, or until the store compacts by itself. The administrator of a PostgreSQL
    /// server must clean it.</remarks>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Forgets several peers in one atomic commit.</summary>
    /// <param name="peerIds">The peers.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>How many of them there were.</returns>
    /// <exception cref="ArgumentException">One of <paramref name="peerIds"/> is not an identifier.</exception>
    Task<int> RemovePeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);
}
