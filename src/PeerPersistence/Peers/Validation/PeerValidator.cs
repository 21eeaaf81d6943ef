using System.Runtime.CompilerServices;
using System.Text;

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
    public static IReadOnlyCollection<string> CheckIds(IEnumerable<string> peerIds, [CallerArgumentExpression(nameof(peerIds))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peerIds, parameter);
        var ids = peerIds.Distinct(StringComparer.Ordinal).ToArray();
        foreach (var peerId in ids)
            CheckId(peerId, parameter);
        return ids;
    }

    public static void Check(PeerData peer, [CallerArgumentExpression(nameof(peer))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peer, parameter);
        var check = new FieldCheck(parameter);
        check.NotNull(peer.PeerId, "A peer id");
        CheckId(peer.PeerId!, parameter);

        check.Text(peer.UserId, nameof(peer.UserId), PeerLimits.TextLength);
        check.Text(peer.DisplayName, nameof(peer.DisplayName), PeerLimits.TextLength);
        check.OptionalText(peer.PublicKey, nameof(peer.PublicKey), PeerLimits.PublicKeyLength);
        check.OptionalText(peer.LastKnownIP, nameof(peer.LastKnownIP), PeerLimits.TextLength);
        Secret(peer.SharedSecret, check);
        check.Instant(peer.FirstSeen, nameof(peer.FirstSeen));
        check.Instant(peer.LastSeen, nameof(peer.LastSeen));
        check.Instant(peer.LastConnected, nameof(peer.LastConnected));
        check.Instant(peer.BlacklistUntil, nameof(peer.BlacklistUntil));
        check.NotNegative(peer.ReconnectionAttempts, nameof(peer.ReconnectionAttempts));

        check.AtMost(peer.IceServers, PeerLimits.IceServers, nameof(peer.IceServers));
        foreach (var server in peer.IceServers)
            Server(server, check);
        check.AtMost(peer.CachedCandidates, PeerLimits.CachedCandidates, nameof(peer.CachedCandidates));
        foreach (var candidate in peer.CachedCandidates)
            Candidate(candidate, check);
        check.AtMost(peer.Metadata, PeerLimits.MetadataEntries, nameof(peer.Metadata));
        check.NotNull(peer.ConnectionQuality, nameof(peer.ConnectionQuality));
        Check(peer.ConnectionQuality!, parameter);

        // Written once for nothing, so that a record that cannot be stored is refused before a key is made for its secret.
        PeerJson.Write(new() { Peer = peer }, parameter);
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
        check.Require(address.Candidate.Length > 0, nameof(measurement.Address), "have a line", $"was empty");
    }

    private static void Secret(string? secret, FieldCheck check)
    {
        if (secret is null)
            return;
        check.Require(PeerId.IsWellFormed(secret), nameof(PeerData.SharedSecret), "have no unpaired surrogates", $"had one");
        var length = Encoding.UTF8.GetByteCount(secret);
        check.Require(length <= PeerLimits.SecretBytes, nameof(PeerData.SharedSecret), $"have at most {PeerLimits.SecretBytes} bytes", $"had {length}");
    }

    private static void Server(IceServer? server, FieldCheck check)
    {
        check.Require(server is not null, nameof(PeerData.IceServers), "have no null entries", $"had one");
        check.AtMost(server!.Urls, PeerLimits.UrlsPerIceServer, nameof(PeerData.IceServers) + "." + nameof(server.Urls));
        foreach (var url in server.Urls)
            check.Text(url, nameof(server.Urls), PeerLimits.LineLength);
        check.OptionalText(server.Username, nameof(server.Username), PeerLimits.LineLength);
        check.OptionalText(server.Credential, nameof(server.Credential), PeerLimits.LineLength);
    }

    private static void Candidate(IceCandidate? candidate, FieldCheck check)
    {
        check.Text(candidate?.Candidate, nameof(candidate.Candidate), PeerLimits.LineLength);
        check.OptionalText(candidate!.SdpMid, nameof(candidate.SdpMid), PeerLimits.TextLength);
        check.OptionalText(candidate.UsernameFragment, nameof(candidate.UsernameFragment), PeerLimits.TextLength);
        check.NotNegative(candidate.SdpMLineIndex, nameof(candidate.SdpMLineIndex));
        check.Defined(candidate.Type, nameof(candidate.Type));
    }
}
