namespace PeerPersistence;

/// <summary>Tells what changes, for an app that shows it.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerWatching
{
    /// <summary>Tells what becomes of the peers, from now on, until the token or disposal ends it.</summary>
    /// <remarks>
    /// <para>It begins with the first <c>MoveNextAsync</c>, before that returns. Start the loop first and then read the list, and you
    /// miss nothing. Removals of every kind are told: evictions, cleanups, imports, <see cref="IPeerTransfer.ClearAllAsync"/>.</para>
    /// <para>If nothing changed but that a peer was seen, it is not told, since gossip says so of everybody all the time:
    /// <see cref="PeerAspects.Default"/>.</para>
    /// <para>Changes of one peer come in their order. A slow reader holds up nobody and misses nothing but steps in between: several
    /// changes of a peer since the last one told are one, from what was told to what is; who came and went meanwhile is not told.</para>
    /// <para>What others wrote to the same store is noticed every <see cref="PeerPersistenceOptions.WatchInterval"/>. A record that cannot
    /// be read counts as absent; a secret that cannot be opened says so in <see cref="PeerData.SecretStatus"/>.</para>
    /// <para>Each watch holds a copy of all records, as many bytes as they take in the store.</para>
    /// </remarks>
    /// <example>
    /// <!-- snippet: watch -->
    /// <code>
    /// await foreach (var change in peers.WatchAsync(cancellationToken))
    /// {
    ///     if (change.Kind == PeerChangeKind.Removed)
    ///         list.Remove(change.PeerId);
    ///     else
    ///         list[change.PeerId] = change.New!;
    /// }
    /// </code>
    /// </example>
    /// <param name="cancellationToken">Ends the watch: the loop throws.</param>
    /// <returns>The changes, as they come.</returns>
    /// <exception cref="ObjectDisposedException">The service was disposed of.</exception>
    IAsyncEnumerable<PeerChange> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells of the peers what was asked for; otherwise as <see cref="WatchAsync(CancellationToken)"/>.</summary>
    /// <param name="aspects">A peer that changed is told when one of these did. Who came or went is always told.</param>
    /// <param name="cancellationToken">Ends the watch: the loop throws.</param>
    /// <returns>The changes, as they come.</returns>
    /// <exception cref="ObjectDisposedException">The service was disposed of.</exception>
    IAsyncEnumerable<PeerChange> WatchAsync(PeerAspects aspects, CancellationToken cancellationToken = default);
}
