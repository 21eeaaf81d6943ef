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
                return await _reconnector.RunAsync(connect, options ?? new(), measured, cancellationToken).ConfigureAwait(false);
            },
            method);

    /// <summary>The peers as a round sees them. What it records is part of the round, and no operation that somebody called.</summary>
    private sealed class RoundPeers(PeerPersistenceService service) : IReconnectionPeers
    {
        public Task<ReconnectionCandidates> CandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken) =>
            service.ReadCandidatesAsync(query, cancellationToken);

        public async Task<DateTimeOffset?> LastConnectedAsync() =>
            (await service.DirectoryAsync(CancellationToken.None).ConfigureAwait(false)).Summaries.Max(peer => peer.LastConnected);

        public Task RecordConnectedAsync(string peerId, QualityMeasurement measurement) => service.WriteOrMakeRoomAsync(
            () => service._records.ChangeAsync(
                peerId,
                (peer, _) => new(PeerEvents.Connected(peer, measurement with { Success = true }, inbound: false, service._time.GetNow())),
                CancellationToken.None),
            CancellationToken.None);

        public Task RecordFailedAsync(IReadOnlyCollection<string> peerIds) => service.WriteOrMakeRoomAsync(
            () => service._records.ChangeManyAsync(
                _ => peerIds, peer => PeerEvents.Failed(peer, service._options.Retention, service._time.GetNow()), CancellationToken.None),
            CancellationToken.None);
    }
}
