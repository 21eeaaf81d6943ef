namespace PeerPersistence;

/// <summary>The way back to the peers: rounds of tries, and where to reach whom.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerReconnection
{
    /// <summary>
    /// Tries the candidates, several at once, until enough are connected, and records every outcome.
    /// </summary>
    /// <remarks>
    /// Failures are recorded when the round ends, unless an outage of our own is proven: this machine's network is down, or friends that
    /// were as good as certain (more than 0.9) and one that connected within the last 10 minutes all failed. One round in ten gives its
    /// last place to a peer that was never tried. Tries stopped by the target or by cancellation count neither as success nor as failure.
    /// What happened before a cancellation is recorded as at any round's end.
    /// </remarks>
    /// <example>
    /// <!-- snippet: reconnect-short -->
    /// <code>
    /// var result = await peers.ReconnectAsync(
    ///     (peer, cancellationToken) => ConnectAsync(peer.CachedCandidates, cancellationToken),
    ///     new() { TargetConnections = 3 });
    /// </code>
    /// </example>
    /// <param name="connect">Connects to a peer: <c>true</c> when the connection stands. Any exception is a failed try, told to
    /// <paramref name="progress"/>. The outcome is recorded for you; to have a latency or an address recorded with it, use <see
    /// cref="ReconnectMeasuredAsync"/>.
    /// A callback that ignores its token is abandoned at the time-out. It must not block before its first await.</param>
    /// <param name="options">How; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">
    /// Is told of every step, in order, before the next one begins; what it throws is ignored. A <see cref="Progress{T}"/> passes steps on
    /// through its context or the thread pool, where they may arrive late and out of order; a class of one's own hears them as they happen.
    /// </param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    /// <returns>Who is connected, who was passed over, and what went wrong. Too few connections are no exception.</returns>
    /// <exception cref="ArgumentException">An option or a value of the query is out of range.</exception>
    Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// <see cref="ReconnectAsync"/> with a callback that also tells what it measured, which is recorded with the connection, in one
    /// commit.
    /// </summary>
    /// <example>
    /// <!-- snippet: reconnecting-measured -->
    /// <code>
    /// await peers.ReconnectMeasuredAsync(async (peer, cancellationToken) =>
    /// {
    ///     var link = await DialAsync(peer.CachedCandidates, cancellationToken);
    ///     return link is null ? null : new QualityMeasurement { Latency = link.Latency, Address = link.Address };
    /// });
    /// </code>
    /// </example>
    /// <param name="connect">Connects to a peer. <c>null</c>, and a measurement that says it was no success, is a failed try. Otherwise
    /// as there.</param>
    /// <param name="options">How; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">Is told of every step, as there.</param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    /// <returns>Who is connected, who was passed over, and what went wrong. Too few connections are no exception.</returns>
    /// <exception cref="ArgumentException">An option or a value of the query is out of range.</exception>
    Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Tells that the network changed: what failed may work now, so background rounds wait for nobody.</summary>
    void NotifyNetworkChanged();

    /// <summary>Returns a peer's addresses in the order to try them: what is new, then what worked last.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The addresses; none if there is no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default);
}
