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
        return await _reconnector.RunAsync(connect, options ?? new(), measured, cancellationToken).ConfigureAwait(false);
    }

    public void NotifyNetworkChanged() => _backoff.Reset();

    /// <summary>The peers as a round sees them. What it records is part of the round, and no operation that somebody called.</summary>
    private sealed class RoundPeers(ServiceCore core) : IReconnectionPeers
    {
        public Task<ReconnectionCandidates> CandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken) =>
            core.ReadCandidatesAsync(query, cancellationToken);

        public Task RecordConnectedAsync(string peerId, QualityMeasurement measurement) => core.WriteOrMakeRoomAsync(
            open => open.ConnectedAsync(peerId, measurement with { Success = true }, inbound: false, CancellationToken.None),
            CancellationToken.None);

        public Task RecordFailedAsync(IReadOnlyCollection<string> peerIds) => core.WriteOrMakeRoomAsync(
            open => open.FailedAsync(peerIds, CancellationToken.None), CancellationToken.None);
    }
}
