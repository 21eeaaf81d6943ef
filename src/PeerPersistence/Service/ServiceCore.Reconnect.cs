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

        public async Task<DateTimeOffset?> LastConnectedAsync() =>
            (await core.DirectoryAsync(CancellationToken.None).ConfigureAwait(false)).Summaries.Max(peer => peer.LastConnected);

        public Task RecordConnectedAsync(string peerId, QualityMeasurement measurement) => core.WriteOrMakeRoomAsync(
            () => core._records.ChangeAsync(
                peerId,
                (peer, _) => new(PeerEvents.Connected(peer, measurement with { Success = true }, inbound: false, core._time.GetNow())),
                CancellationToken.None),
            CancellationToken.None);

        public Task RecordFailedAsync(IReadOnlyCollection<string> peerIds) => core.WriteOrMakeRoomAsync(
            () => core._records.ChangeManyAsync(
                _ => peerIds, peer => PeerEvents.Failed(peer, core._options.Retention, core._time.GetNow()), CancellationToken.None),
            CancellationToken.None);
    }
}
