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
        return RunRoundAsync(
            async (peer, token) => await connect(peer, token).ConfigureAwait(false) ? new() : null, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        return RunRoundAsync(connect, options, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public void NotifyNetworkChanged() => _backoff.Reset();

    private Task<ReconnectionResult> RunRoundAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options,
        IProgress<ReconnectionProgress>? progress, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        ReadAsync(
            async () =>
            {
                ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
                var measured = MeasuredProgress.Around(progress, _telemetry);
                var result = await _reconnector.RunAsync(connect, options ?? new(), measured, cancellationToken).ConfigureAwait(false);
                _logger.Reconnected(result.Connected.Count, result.Failed.Count, result.OwnOutage);
                return result;
            },
            method);
}
