using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Checks what comes in before anything is written.</summary>
internal static class PeerValidator
{
    public static void CheckId(string peerId, [CallerArgumentExpression(nameof(peerId))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peerId, parameter);
        if (PeerId.FaultOf(peerId) is { } fault)
            throw new ArgumentException($"A peer id {fault}.", parameter);
    }

    public static void CheckKey(string publicKey, [CallerArgumentExpression(nameof(publicKey))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(publicKey, parameter);
        new FieldCheck(parameter).Text(publicKey, nameof(PeerData.PublicKey), PeerLimits.PublicKeyLength);
    }

    /// <returns>The ids, each once, read once.</returns>
    public static IReadOnlyCollection<string> CheckIds(
        IEnumerable<string> peerIds, [CallerArgumentExpression(nameof(peerIds))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peerIds, parameter);
        var ids = peerIds.Distinct(StringComparer.Ordinal).ToArray();
        foreach (var peerId in ids)
            CheckId(peerId, parameter);
        return ids;
    }

    /// <summary>Form and limits, for what is new.</summary>
    public static void Check(PeerData peer, [CallerArgumentExpression(nameof(peer))] string? parameter = null)
    {
        CheckForm(peer, parameter);
        PeerLimitCheck.Check(peer, stored: null, parameter);
    }

    /// <summary>
    /// What must hold whatever is stored: nothing missing, nothing negative, no half characters. Sizes are not looked at.
    /// </summary>
    public static void CheckForm(PeerData peer, [CallerArgumentExpression(nameof(peer))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peer, parameter);
        var check = new FieldCheck(parameter);
        check.NotNull(peer.PeerId, "A peer id");
        CheckId(peer.PeerId!, parameter);

        check.NotNull(peer.UserId, nameof(peer.UserId));
        check.NotNull(peer.DisplayName, nameof(peer.DisplayName));
        if (peer.SharedSecret is { } secret && !PeerId.IsWellFormed(secret))
            throw check.Fault(nameof(peer.SharedSecret), "have no unpaired surrogates", $"had one");
        check.Instant(peer.FirstSeen, nameof(peer.FirstSeen));
        check.Instant(peer.LastSeen, nameof(peer.LastSeen));
        check.Instant(peer.LastConnected, nameof(peer.LastConnected));
        check.Instant(peer.BlacklistUntil, nameof(peer.BlacklistUntil));
        check.NotNegative(peer.ReconnectionAttempts, nameof(peer.ReconnectionAttempts));

        check.NotNull(peer.IceServers, nameof(peer.IceServers));
        for (var i = 0; i < peer.IceServers.Count; i++) // Here and below: enumerators would be made for every peer.
            Server(peer.IceServers[i], check);
        check.NotNull(peer.CachedCandidates, nameof(peer.CachedCandidates));
        for (var i = 0; i < peer.CachedCandidates.Count; i++)
            Candidate(peer.CachedCandidates[i], check);
        check.NotNull(peer.Metadata, nameof(peer.Metadata));
        check.NotNull(peer.ConnectionQuality, nameof(peer.ConnectionQuality));
        Check(peer.ConnectionQuality!, parameter);
    }

    public static void Check(ConnectionQuality quality, [CallerArgumentExpression(nameof(quality))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(quality, parameter);
        var check = new FieldCheck(parameter);
        check.Share(quality.SuccessRate, nameof(quality.SuccessRate));
        check.NotNegative(quality.TotalConnections, nameof(quality.TotalConnections));
        check.NotNegative(quality.SuccessfulConnections, nameof(quality.SuccessfulConnections));
        check.NotNegative(quality.Latency, nameof(quality.Latency));
        check.NotNegative(quality.AverageUptime, nameof(quality.AverageUptime));
        check.Defined(quality.ConnectionType, nameof(quality.ConnectionType));
        check.Instant(quality.LastMeasured, nameof(quality.LastMeasured));
    }

    public static void Check(QualityMeasurement measurement, [CallerArgumentExpression(nameof(measurement))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(measurement, parameter);
        var check = new FieldCheck(parameter);
        check.NotNegative(measurement.Latency, nameof(measurement.Latency));
        check.NotNegative(measurement.Uptime, nameof(measurement.Uptime));
        check.Defined(measurement.ConnectionType ?? default, nameof(measurement.ConnectionType));
        if (measurement.Address is not { } address)
            return;
        Candidate(address, check);
        PeerLimitCheck.Candidate(address, check);
        if (address.IsEnd)
            throw check.Fault(nameof(measurement.Address), "be an address", $"was empty, or the end of candidates");
    }

    private static void Server(IceServer? server, FieldCheck check)
    {
        if (server is null)
            throw check.Fault(nameof(PeerData.IceServers), "have no null entries", $"had one");
        check.NotNull(server.Urls, nameof(PeerData.IceServers) + "." + nameof(server.Urls));
        for (var i = 0; i < server.Urls.Count; i++)
            check.NotNull(server.Urls[i], nameof(server.Urls));
    }

    private static void Candidate(IceCandidate? candidate, FieldCheck check)
    {
        check.NotNull(candidate?.Candidate, nameof(candidate.Candidate));
        check.Defined(candidate!.Type, nameof(candidate.Type));
    }
}
