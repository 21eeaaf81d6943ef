namespace PeerPersistence;

/// <content>The way back: trying candidates until enough are connected.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public async Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connect);
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        var result = await _reconnector.RunAsync(connect, options ?? new(), progress, cancellationToken).ConfigureAwait(false);
        _logger.Reconnected(result.Connected.Count, result.Failed.Count, result.OwnOutage);
        return result;
    }

    /// <inheritdoc/>
    public void NotifyNetworkChanged() => _backoff.Reset();
}
