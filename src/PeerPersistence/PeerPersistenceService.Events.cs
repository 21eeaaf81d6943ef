using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>What happened to a peer: one verb an event, one commit a verb.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, PeerEvents.Seen, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UpdateConnectionQualityAsync(string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default)
    {
        PeerValidator.Check(measurement);
        return HappenedAsync(peerId, (peer, now) => PeerEvents.Measured(peer, measurement, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdateConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default)
    {
        PeerValidator.Check(quality);
        return HappenedAsync(peerId, (peer, now) => PeerEvents.Measured(peer, PeerInstants.Normalize(quality, now), now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> IncrementReconnectionAttemptsAsync(string peerId, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, Failed, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RecordConnectedAsync(
        string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default)
    {
        measurement ??= new();
        PeerValidator.Check(measurement);
        if (measurement.Success == false)
            throw new ArgumentException("A connection that stands is a success; a failure is recorded by RecordFailedAttemptAsync.", nameof(measurement));
        var known = await HappenedAsync(
            peerId, (peer, now) => PeerEvents.Connected(peer, measurement with { Success = true }, inbound, now), cancellationToken).ConfigureAwait(false);
        _backoff.Succeeded(peerId);
        return known;
    }

    /// <inheritdoc/>
    public Task<bool> RecordDisconnectedAsync(string peerId, TimeSpan uptime, Departure departure, CancellationToken cancellationToken = default)
    {
        if (uptime < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(uptime), uptime, "An uptime is not negative.");
        if (!Enum.IsDefined(departure))
            throw new ArgumentOutOfRangeException(nameof(departure), departure, "Not a departure.");
        return HappenedAsync(peerId, (peer, now) => PeerEvents.Disconnected(peer, uptime, departure, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, Failed, cancellationToken);

    private StoredPeer Failed(StoredPeer peer, DateTimeOffset now) => PeerEvents.Failed(
        peer, _options.Retention, day => CleanupPolicy.AnotherAnswered(_mirror.Directory.Summaries, peer.Peer.PeerId, day), now);

    /// <inheritdoc/>
    public Task ObserveMeshAsync(IReadOnlyCollection<string> presentPeerIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(presentPeerIds);
        foreach (var peerId in presentPeerIds)
            PeerValidator.CheckId(peerId, nameof(presentPeerIds));
        var present = presentPeerIds.ToHashSet(StringComparer.Ordinal);
        return WriteAsync(() => _records.ChangeManyAsync(
            directory => directory.Summaries.Where(peer => present.Contains(peer.PeerId) || peer.Presence is { HeardInGossip: true }).Select(peer => peer.PeerId),
            peer => PeerEvents.Gossiped(peer, present.Contains(peer.Peer.PeerId), _time.GetNow()),
            cancellationToken), cancellationToken);
    }

    private Task<bool> HappenedAsync(
        string peerId, Func<StoredPeer, DateTimeOffset, StoredPeer> change, CancellationToken cancellationToken, [CallerMemberName] string method = "")
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(
            () => _records.ChangeAsync(peerId, (peer, _) => new(change(peer, _time.GetNow())), cancellationToken), cancellationToken, method);
    }
}
