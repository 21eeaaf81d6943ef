namespace PeerPersistence;

/// <summary>What happened, one verb an event. Each sets instants, counts, quality and presence of a peer in one commit.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerEvents
{
    /// <summary>Records that the peer was heard from just now.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Records that a connection stands: counts it, averages the measurement in, lifts failures and blacklisting.</summary>
    /// <example>
    /// <!-- snippet: events -->
    /// <code>
    /// await peers.RecordConnectedAsync("alice", new() { Latency = TimeSpan.FromMilliseconds(40), ConnectionType = ConnectionType.Host });
    /// await peers.RecordDisconnectedAsync("alice", uptime: TimeSpan.FromMinutes(20), Departure.Remote);
    /// await peers.RecordFailedAttemptAsync("bob");
    /// await peers.ObserveMeshAsync(["alice", "carol"]);   // one round of gossip: who is there
    /// </code>
    /// </example>
    /// <param name="peerId">The peer.</param>
    /// <param name="measurement">What was measured while connecting, if anything.</param>
    /// <param name="inbound">Whether the peer connected to us, which says less about whether we reach it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException">The measurement says that it was no success, or a value of it is out of range.</exception>
    Task<bool> RecordConnectedAsync(
        string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default);

    /// <summary>Records that a connection ended. Its uptime enters the mean.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="uptime">How long it lasted, not negative.</param>
    /// <param name="departure">Who ended it; the network unless given.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier, or a value is out of range.</exception>
    Task<bool> RecordDisconnectedAsync(
        string peerId, TimeSpan uptime, Departure departure = Departure.Network, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records that a try failed. A peer that never connected is blacklisted after <see cref="RetentionOptions.FailedAttempts"/> failures.
    /// </summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException"><paramref name="peerId"/> is not an identifier.</exception>
    Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Replaces the fields that were measured. It also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <remarks>
    /// A latency of 100 becomes 100. <see cref="RecordConnectedAsync"/> and
    /// <see cref="ConnectionQuality.Record(QualityMeasurement, DateTimeOffset)"/> average instead.
    /// </remarks>
    /// <param name="peerId">The peer.</param>
    /// <param name="measurement">What was measured.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException">A value of the measurement is out of range.</exception>
    Task<bool> UpdateConnectionQualityAsync(string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default);

    /// <summary>Replaces the whole quality. It also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="quality">The quality from now on.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c> if there is no such peer.</returns>
    /// <exception cref="ArgumentException">A value of the quality is out of range.</exception>
    Task<bool> ReplaceConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default);

    /// <summary>Records one round of gossip: who is in the mesh now, and so who is not.</summary>
    /// <remarks>
    /// The peers that are named were seen now. For a minute after a peer left us, or was tried in vain, that changes no belief: gossip may
    /// not know it yet. Of the others, only a peer that gossip named before counts as absent. Its habits and its
    /// appointments learn of it. The belief that it is there does not, so one neighbour that names nobody hides nobody. Unknown ids are
    /// ignored.
    /// </remarks>
    /// <param name="presentPeerIds">The peers that gossip named this round, connected ones included if it named them.</param>
    /// <param name="heardFrom">The peers that told it; with fewer than two, nobody counts as absent. <c>null</c>: not known, and absence
    /// counts.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the round is recorded.</returns>
    /// <exception cref="ArgumentException">One of the ids is not an identifier.</exception>
    Task ObserveMeshAsync(
        IEnumerable<string> presentPeerIds, IReadOnlyCollection<string>? heardFrom = null, CancellationToken cancellationToken = default);

    /// <summary>Records, in one atomic commit, that another peer told of these. It proves nothing, so it changes little.</summary>
    /// <remarks>
    /// An unknown peer becomes a stranger without connections, pin, block or secret. Its public key is a claim, and storing the peer
    /// replaces it. One introducer can fill a fifth of the places with strangers. Of a known peer, only addresses that it did not have are
    /// added: at most four of one introducer, at most eight of a peer, and the eldest go. They are unproven, and dialled after the others.
    /// A peer that the user removed within <see cref="RetentionOptions.RememberRemoved"/> stays removed. A peer that finds no place is left
    /// out.
    /// </remarks>
    /// <param name="peers">The peers that it told of.</param>
    /// <param name="introducedBy">The id of the peer that told it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when the introductions are recorded.</returns>
    /// <exception cref="ArgumentException">A field of a peer is not valid, or <paramref name="introducedBy"/> is not an
    /// identifier.</exception>
    Task IntroducePeersAsync(IEnumerable<PeerData> peers, string introducedBy, CancellationToken cancellationToken = default);
}
