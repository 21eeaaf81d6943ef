namespace PeerPersistence;

/// <content>The way back: trying candidates until enough are connected.</content>
internal sealed partial class ServiceCore
{
    public async Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options,
        IProgress<ReconnectionProgress>? progress, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        var measured = MeasuredProgress.Around(progress, _telemetry);
        var result = await _reconnector.RunAsync(connect, options ?? new(), measured, cancellationToken).ConfigureAwait(false);
        _logger.Reconnected(result.Connected.Count, result.Failed.Count, result.OwnOutage);
        return result;
    }

    public void NotifyNetworkChanged() => _backoff.Reset();
}
