namespace PeerPersistence;

/// <summary>The peers that the app knows: store, read, change, forget.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeers
{
    /// <summary>
    /// Stores a peer, or merges it into the stored one. To change a field of a known peer, use <see cref="UpdatePeerAsync"/>.
    /// </summary>
    /// <remarks>
    /// <para>Of a known peer what is given changes, and what is left at its default stays: name, pin, quality, addresses, servers,
    /// metadata, key, secret. A list or metadata that is given replaces the whole. The earlier first-seen instant stays; counts, attempts
    /// and instants never fall below the stored ones. To clear a field there is <see cref="UpdatePeerAsync"/>, for the pin
    /// <see cref="IPeerTrust.SetPinnedAsync"/>. Last seen left at its default means now. A <see cref="PeerData.BlacklistUntil"/> that is
    /// given is your user's block until then.</para>
    /// <para>Counts that are given make nobody a friend. At <see cref="PeerPersistenceOptions.MaxPeers"/> strangers give way to anybody.
    /// Where friends have all places, a peer with a pin or a secret takes the least friend's, and peers with a secret at most one in
    /// twenty.</para>
    /// </remarks>
    /// <exception cref="StoreFullException">Friends have all places, and the peer is a stranger; or all of them are pinned.</exception>
    /// <exception cref="PublicKeyChangedException">Another public key is known of the peer.</exception>
    /// <exception cref="SecretUnavailableException">The peer has a secret and the master key is missing or wrong.</exception>
    Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default);

    /// <summary>Stores several peers in one atomic commit, each as <see cref="StorePeerAsync"/> does.</summary>
    /// <exception cref="StoreFullException">Friends have all places: <see cref="StoreFullException.PeerIds"/> found none, the others were
    /// stored.</exception>
    /// <exception cref="PublicKeyChangedException">Another public key is known of a peer. Nothing is stored.</exception>
    /// <exception cref="SecretUnavailableException">A peer has a secret and the master key is missing or wrong.</exception>
    Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default);

    /// <summary>Reads a peer.</summary>
    /// <returns><c>null</c>: no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Reads several peers. Records that cannot be read are skipped.</summary>
    /// <returns>Those that are there, each once, in the order given.</returns>
    Task<IReadOnlyList<PeerData>> GetPeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);

    /// <summary>Whether there is such a peer, damaged or not. Reads no record.</summary>
    Task<bool> ContainsAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Changes a peer in one atomic step.</summary>
    /// <remarks>
    /// What the function returns is stored exactly, <c>null</c> included; only where the stored secret cannot be opened a
    /// <c>null</c> keeps its ciphertext, and <see cref="SecretStatus.None"/> forgets it. When another writer was quicker
    /// the function is called again with the newer state, so it should have no effects of its own. It may call this service;
    /// where it changes this same peer it is that other writer, and has to stop doing so.
    /// </remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    /// <exception cref="ArgumentException">The function returned <c>null</c>, another peer's id or invalid data.</exception>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default);

    /// <summary>Forgets a peer, its secret included.</summary>
    /// <remarks>A file or a SQLite database may hold its bytes, sealed secrets among them, until the next
    /// <see cref="IPeerUpkeep.MaintainAsync"/>
    /// of this service, or until the store compacts by itself. What a PostgreSQL server keeps is its administrator's to clean.</remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Forgets several peers in one atomic commit.</summary>
    /// <returns>How many there were.</returns>
    Task<int> RemovePeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);
}
