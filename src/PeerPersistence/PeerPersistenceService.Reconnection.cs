namespace PeerPersistence;

/// <content><see cref="IPeerReconnection"/>: trying candidates until enough are connected.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return ReadAsync(
            core => core.ReconnectAsync(
                async (peer, token) => await connect(peer, token).ConfigureAwait(false) ? new() : null, options, progress,
                cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return ReadAsync(core => core.ReconnectAsync(connect, options, progress, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void NotifyNetworkChanged()
    {
        _source.CallIfOpen(core => core.NotifyNetworkChanged());
        _source.WriteListener?.Invoke(nameof(NotifyNetworkChanged));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return ReadAsync(core => core.GetAddressesAsync(peerId, cancellationToken), cancellationToken);
    }
}
