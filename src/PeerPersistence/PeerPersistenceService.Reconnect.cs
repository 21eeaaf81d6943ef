using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>The way back: trying candidates until enough are connected.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return ReconnectAsync(
            async (peer, token) => await connect(peer, token).ConfigureAwait(false) ? new QualityMeasurement() : null, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    [OverloadResolutionPriority(-1)]
    public Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return ReadAsync(async () =>
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            var measured = MeasuredProgress.Around(progress, _telemetry);
            var result = await _reconnector.RunAsync(connect, options ?? new(), measured, cancellationToken).ConfigureAwait(false);
            _logger.Reconnected(result.Connected.Count, result.Failed.Count, result.OwnOutage);
            return result;
        });
    }

    /// <inheritdoc/>
    public void NotifyNetworkChanged() => _backoff.Reset();
}
