namespace PeerPersistence;

/// <summary>The peers that the app knows: store, read, change, forget.</summary>
/// <remarks>A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.</remarks>
public interface IPeers
{
    /// <summary>Stores a peer, or merges it into the stored one. To change a field of a known peer, use <see cref="UpdatePeerAsync"/>.</summary>
    /// <remarks>
    /// Of a known peer the earlier first-seen instant stays, connection counts, attempts and instants never fall below the
    /// stored ones, a <c>null</c> public key or shared secret keeps the stored one; other fields, names and addresses too, are taken as given.
    /// Instants left at their default mean now. At <see cref="PeerPersistenceOptions.MaxPeers"/> whoever is worth least is evicted.
    /// </remarks>
    /// <exception cref="StoreFullException">Every place is taken by a pinned peer.</exception>
    /// <exception cref="PublicKeyChangedException">Another public key is known of the peer.</exception>
    /// <exception cref="SecretUnavailableException">The peer has a secret and the master key is missing or wrong.</exception>
    Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default);

    /// <summary>Stores several peers in one atomic commit, each as <see cref="StorePeerAsync"/> does.</summary>
    /// <exception cref="StoreFullException">Pinned peers leave too few places: <see cref="StoreFullException.PeerIds"/> are those without. Nothing is stored.</exception>
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
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Forgets several peers in one atomic commit.</summary>
    /// <returns>How many there were.</returns>
    Task<int> RemovePeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);
}
