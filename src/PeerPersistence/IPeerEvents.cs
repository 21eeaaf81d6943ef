namespace PeerPersistence;

/// <summary>What happened, one verb an event. Each sets instants, counts, quality and presence of a peer in one commit.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeerEvents
{
    /// <summary>The peer was heard from just now.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>A connection stands: counts it, averages the measurement in, lifts failures and blacklisting.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="measurement">What was measured while connecting, if anything.</param>
    /// <param name="inbound">The peer connected to us, which says less about whether we reach it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c>: no such peer.</returns>
    /// <exception cref="ArgumentException">The measurement says it was no success.</exception>
    Task<bool> RecordConnectedAsync(
        string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default);

    /// <summary>A connection ended: its uptime enters the mean.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="uptime">How long it lasted, not negative.</param>
    /// <param name="departure">Who ended it; the network unless given.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RecordDisconnectedAsync(
        string peerId, TimeSpan uptime, Departure departure = Departure.Network, CancellationToken cancellationToken = default);

    /// <summary>
    /// A try failed. A peer that never connected is blacklisted after <see cref="RetentionOptions.FailedAttempts"/> of them.
    /// </summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Replaces the fields that were measured; also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <remarks>
    /// A latency of 100 becomes 100. Averaging is what <see cref="ConnectionQuality.Record(QualityMeasurement, DateTimeOffset)"/> and
    /// <see cref="RecordConnectedAsync"/> do.
    /// </remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UpdateConnectionQualityAsync(string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default);

    /// <summary>Replaces the whole quality; also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> ReplaceConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default);

    /// <summary>One round of gossip: who is in the mesh now, and so who is not.</summary>
    /// <remarks>
    /// Those named were seen now. Of the others only a peer that gossip ever named counts as absent: its habits and its appointments
    /// learn of it, the belief that it is there does not, so one neighbour that names nobody hides nobody. Unknown ids are ignored.
    /// </remarks>
    /// <param name="presentPeerIds">Whom gossip named this round, connected ones included where it named them.</param>
    /// <param name="heardFrom">Who told it; with fewer than two, nobody counts as absent. <c>null</c>: not known, absence counts.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task ObserveMeshAsync(
        IEnumerable<string> presentPeerIds, IReadOnlyCollection<string>? heardFrom = null, CancellationToken cancellationToken = default);

    /// <summary>Another peer told of these, in one atomic commit. It proves nothing, so it changes little.</summary>
    /// <remarks>
    /// An unknown peer becomes a stranger: without connections, pin, block and secret; its public key is a claim, which storing the peer
    /// replaces; one introducer may fill a fifth of the places so. Of a known peer only addresses that it did not have are added, unproven:
    /// four an introducer, eight a peer, the eldest go, and they are dialled after the others. Whom the user removed within
    /// <see cref="RetentionOptions.RememberRemoved"/> stays removed. Who finds no place is left out.
    /// </remarks>
    /// <param name="peers">Whom it told of.</param>
    /// <param name="introducedBy">The id of the peer that told it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task IntroducePeersAsync(IEnumerable<PeerData> peers, string introducedBy, CancellationToken cancellationToken = default);
}
