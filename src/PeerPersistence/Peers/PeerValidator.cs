using System.Runtime.CompilerServices;
using System.Text;

namespace PeerPersistence;

/// <summary>Checks what comes in before anything is written. Messages name the field and never its content.</summary>
internal static class PeerValidator
{
    public static void CheckId(string peerId, [CallerArgumentExpression(nameof(peerId))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peerId, parameter);
        if (FaultOfId(peerId) is { } fault)
            throw new ArgumentException($"A peer id {fault}.", parameter);
    }

    /// <summary>What is wrong with an identifier, or <c>null</c>.</summary>
    public static string? FaultOfId(string peerId)
    {
        if (peerId.Length is 0 or > PeerLimits.PeerIdLength)
            return $"has 1 to {PeerLimits.PeerIdLength} characters";
        if (peerId.Any(char.IsControl))
            return "has no control characters";
        return WellFormed(peerId) ? null : "has no unpaired surrogates";
    }

    public static void Check(PeerData peer, [CallerArgumentExpression(nameof(peer))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(peer, parameter);
        if (peer.PeerId is null)
            throw new ArgumentException("A peer id is missing.", parameter);
        CheckId(peer.PeerId, parameter);

        Text(peer.UserId, nameof(peer.UserId), PeerLimits.TextLength);
        Text(peer.DisplayName, nameof(peer.DisplayName), PeerLimits.TextLength);
        OptionalText(peer.PublicKey, nameof(peer.PublicKey), PeerLimits.PublicKeyLength);
        OptionalText(peer.LastKnownIP, nameof(peer.LastKnownIP), PeerLimits.TextLength);
        if (peer.SharedSecret is { } secret)
        {
            Require(WellFormed(secret), nameof(peer.SharedSecret), "has no unpaired surrogates");
            Require(Encoding.UTF8.GetByteCount(secret) <= PeerLimits.SecretBytes, nameof(peer.SharedSecret), $"has at most {PeerLimits.SecretBytes} bytes");
        }

        Instant(peer.FirstSeen, nameof(peer.FirstSeen));
        Instant(peer.LastSeen, nameof(peer.LastSeen));
        Instant(peer.LastConnected, nameof(peer.LastConnected));
        Instant(peer.BlacklistUntil, nameof(peer.BlacklistUntil));
        Require(peer.ReconnectionAttempts >= 0, nameof(peer.ReconnectionAttempts), "is not negative");

        IceParts(peer);
        Require(peer.Metadata is { Count: <= PeerLimits.MetadataEntries }, nameof(peer.Metadata), $"has at most {PeerLimits.MetadataEntries} entries");
        Require(peer.ConnectionQuality is not null, nameof(peer.ConnectionQuality), "is given");
        Check(peer.ConnectionQuality!, parameter);

        // Written once for nothing, so that a record that cannot be stored is refused before a key is made for its secret.
        PeerJson.Write(new() { Peer = peer }, parameter);

        void Text(string? text, string field, int limit) => PeerValidator.Text(text, field, limit, parameter);

        void OptionalText(string? text, string field, int limit) => PeerValidator.OptionalText(text, field, limit, parameter);

        void Instant(DateTimeOffset? instant, string field) =>
            Require(instant is null || instant == default(DateTimeOffset) || instant >= DateTimeOffset.UnixEpoch, field, "is not before 1970");

        void IceParts(PeerData data)
        {
            Require(data.IceServers is { Count: <= PeerLimits.IceServers }, nameof(data.IceServers), $"has at most {PeerLimits.IceServers} entries");
            Require(data.CachedCandidates is { Count: <= PeerLimits.CachedCandidates }, nameof(data.CachedCandidates), $"has at most {PeerLimits.CachedCandidates} entries");
            foreach (var server in data.IceServers)
            {
                Require(server?.Urls is { Count: <= PeerLimits.UrlsPerIceServer }, nameof(data.IceServers), $"has at most {PeerLimits.UrlsPerIceServer} URLs a server");
                foreach (var url in server!.Urls)
                    Text(url, nameof(server.Urls), PeerLimits.LineLength);
                OptionalText(server.Username, nameof(server.Username), PeerLimits.LineLength);
                OptionalText(server.Credential, nameof(server.Credential), PeerLimits.LineLength);
            }

            foreach (var candidate in data.CachedCandidates)
                Check(candidate, parameter);
        }

        void Require(bool holds, string field, string rule) => PeerValidator.Require(holds, field, rule, parameter);
    }

    public static void Check(ConnectionQuality quality, [CallerArgumentExpression(nameof(quality))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(quality, parameter);
        Require(quality.SuccessRate is >= 0 and <= 1, nameof(quality.SuccessRate), "is 0 to 1", parameter);
        Require(quality.TotalConnections >= 0, nameof(quality.TotalConnections), "is not negative", parameter);
        Require(quality.SuccessfulConnections >= 0, nameof(quality.SuccessfulConnections), "is not negative", parameter);
        Require(!(quality.Latency < TimeSpan.Zero), nameof(quality.Latency), "is not negative", parameter);
        Require(quality.AverageUptime >= TimeSpan.Zero, nameof(quality.AverageUptime), "is not negative", parameter);
        Require(Enum.IsDefined(quality.ConnectionType), nameof(quality.ConnectionType), "is a connection type", parameter);
        Require(quality.LastMeasured == default || quality.LastMeasured >= DateTimeOffset.UnixEpoch, nameof(quality.LastMeasured), "is not before 1970", parameter);
    }

    public static void Check(QualityMeasurement measurement, [CallerArgumentExpression(nameof(measurement))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(measurement, parameter);
        Require(!(measurement.Latency < TimeSpan.Zero), nameof(measurement.Latency), "is not negative", parameter);
        Require(!(measurement.Uptime < TimeSpan.Zero), nameof(measurement.Uptime), "is not negative", parameter);
        Require(measurement.ConnectionType is not { } type || Enum.IsDefined(type), nameof(measurement.ConnectionType), "is a connection type", parameter);
        if (measurement.Address is not { } address)
            return;
        Check(address, parameter);
        Require(address.Candidate.Length > 0, nameof(measurement.Address), "is not empty", parameter);
    }

    private static void Check(IceCandidate? candidate, string? parameter)
    {
        Text(candidate?.Candidate, nameof(candidate.Candidate), PeerLimits.LineLength, parameter);
        OptionalText(candidate!.SdpMid, nameof(candidate.SdpMid), PeerLimits.TextLength, parameter);
        OptionalText(candidate.UsernameFragment, nameof(candidate.UsernameFragment), PeerLimits.TextLength, parameter);
        Require(candidate.SdpMLineIndex is null or >= 0, nameof(candidate.SdpMLineIndex), "is not negative", parameter);
        Require(Enum.IsDefined(candidate.Type), nameof(candidate.Type), "is a connection type", parameter);
    }

    private static void Text(string? text, string field, int limit, string? parameter)
    {
        Require(text is not null, field, "is given", parameter);
        OptionalText(text, field, limit, parameter);
    }

    private static void OptionalText(string? text, string field, int limit, string? parameter) =>
        Require(text is null || text.Length <= limit, field, $"has at most {limit} characters", parameter);

    private static void Require(bool holds, string field, string rule, string? parameter)
    {
        if (!holds)
            throw new ArgumentException($"{field} {rule}.", parameter);
    }

    private static bool WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
