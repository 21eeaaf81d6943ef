namespace PeerPersistence;

/// <summary>The way back to the peers: rounds of tries, and the addresses of peers.</summary>
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
    /// <param name="connect">Connects to a peer, and returns <c>true</c> when the connection stands. An exception is a failed try, and
    /// <paramref name="progress"/> is told it. The round records the outcome. To record a latency or an address with it, use
    /// <see cref="ReconnectMeasuredAsync"/>. If a callback ignores its token, the round goes on without it at the time-out. It must not
    /// block before its first await.</param>
    /// <param name="options">How the round proceeds; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">
    /// Is told of every step, in order, before the next one begins. What it throws is ignored. A <see cref="Progress{T}"/> passes steps on
    /// through its context or the thread pool, where they can arrive late and out of order. A class of your own hears them as they happen.
    /// </param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    /// <returns>Who is connected, who was passed over, and what went wrong. Too few connections are no exception.</returns>
    /// <exception cref="ArgumentException">An option or a value of the query is out of range.</exception>
    Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Does the same as <see cref="ReconnectAsync"/>. The callback also tells what it measured, and that is recorded with the connection in
    /// one commit.
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
    /// <param name="connect">Connects to a peer, and returns what it measured. <c>null</c> is a failed try, and so is a measurement that
    /// says it was no success. Otherwise as for <see cref="ReconnectAsync"/>.</param>
    /// <param name="options">How the round proceeds; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">Is told of every step, as in <see cref="ReconnectAsync"/>.</param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    /// <returns>Who is connected, who was passed over, and what went wrong. Too few connections are no exception.</returns>
    /// <exception cref="ArgumentException">An option or a value of the query is out of range.</exception>
    Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Tells that the network changed. What failed may work now, so this ends the backoff of all peers.</summary>
    void NotifyNetworkChanged();

    /// <summary>Returns a peer's addresses in the order to try them: what is new, then what worked last.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The addresses; none if there is no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default);
}
