using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content><see cref="IPeerEvents"/>: one verb an event, one commit a verb.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(core => core.SeenAsync(peerId, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RecordConnectedAsync(
        string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        measurement ??= new();
        PeerValidator.Check(measurement);
        if (measurement.Success == false)
            throw new ArgumentException(
                "A connection that stands is a success; a failure is recorded by RecordFailedAttemptAsync.", nameof(measurement));
        return WriteAsync(
            core => core.ConnectedAsync(peerId, measurement with { Success = true }, inbound, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RecordDisconnectedAsync(
        string peerId, TimeSpan uptime, Departure departure = Departure.Network, CancellationToken cancellationToken = default)
    {
        if (uptime < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(uptime), uptime, $"An uptime must not be negative (was {uptime}).");
        if (!Enum.IsDefined(departure))
            throw new ArgumentOutOfRangeException(
                nameof(departure), departure, $"A departure must be one of the enum's (was {departure:D}).");
        return HappenedAsync(peerId, (peer, now) => PeerEvents.Disconnected(peer, uptime, departure, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(core => core.FailedAsync(peerId, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdateConnectionQualityAsync(
        string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default)
    {
        PeerValidator.Check(measurement);
        return HappenedAsync(peerId, (peer, now) => PeerEvents.Measured(peer, measurement, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default)
    {
        PeerValidator.Check(quality);
        return HappenedAsync(
            peerId, (peer, now) => PeerEvents.Measured(peer, PeerInstants.Normalize(quality, now), now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ObserveMeshAsync(
        IEnumerable<string> presentPeerIds, IReadOnlyCollection<string>? heardFrom = null, CancellationToken cancellationToken = default)
    {
        var present = PeerValidator.CheckIds(presentPeerIds);
        var witnesses = heardFrom is null ? null : PeerValidator.CheckIds(heardFrom);
        return WriteAsync(
            core => core.GossipedAsync(present, absenceCounts: witnesses is null or { Count: >= 2 }, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task IntroducePeersAsync(IEnumerable<PeerData> peers, string introducedBy, CancellationToken cancellationToken = default)
    {
        var told = Checked(peers, PeerValidator.Check);
        PeerValidator.CheckId(introducedBy);
        return WriteAsync(core => core.IntroduceAsync(told, introducedBy, cancellationToken), cancellationToken);
    }

    private Task<bool> HappenedAsync(
        string peerId, Func<StoredPeer, DateTimeOffset, StoredPeer> change, CancellationToken cancellationToken,
        [CallerMemberName] string method = "")
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(core => core.HappenedAsync(peerId, change, cancellationToken), cancellationToken, method);
    }
}
