using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence.Cli;

/// <summary>A peer as <c>--json</c> shows it. The last five are there only where they were asked for.</summary>
internal sealed record PeerJson
{
    public required string PeerId { get; init; }

    public required string UserId { get; init; }

    public required string DisplayName { get; init; }

    public required bool IsPinned { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required DateTimeOffset? LastConnected { get; init; }

    public required QualityJson Quality { get; init; }

    public required int ReconnectionAttempts { get; init; }

    public required DateTimeOffset? BlacklistUntil { get; init; }

    /// <summary>Whether there is a secret and it could be opened with the keys that were named.</summary>
    public required SecretStatus Secret { get; init; }

    public required string? PublicKey { get; init; }

    public required int AddressCount { get; init; }

    public required int IceServerCount { get; init; }

    public required int MetadataCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SharedSecret { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastKnownIP { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AddressJson>? Addresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IceServerJson>? IceServers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    public static PeerJson Of(PeerData peer, Shown shown) => new()
    {
        PeerId = peer.PeerId,
        UserId = peer.UserId,
        DisplayName = peer.DisplayName,
        IsPinned = peer.IsPinned,
        FirstSeen = peer.FirstSeen,
        LastSeen = peer.LastSeen,
        LastConnected = peer.LastConnected,
        Quality = QualityJson.Of(peer.ConnectionQuality),
        ReconnectionAttempts = peer.ReconnectionAttempts,
        BlacklistUntil = peer.BlacklistUntil,
        Secret = peer.SecretStatus,
        PublicKey = peer.PublicKey,
        AddressCount = peer.CachedCandidates.Count,
        IceServerCount = peer.IceServers.Count,
        MetadataCount = peer.Metadata.Count,
        SharedSecret = shown.Secrets ? peer.SharedSecret : null,
        LastKnownIP = shown.Addresses ? peer.LastKnownIP : null,
        Addresses = shown.Addresses
            ? [.. peer.CachedCandidates.Select(candidate => new AddressJson(candidate.Type, candidate.Candidate))]
            : null,
        IceServers = shown.Addresses ? [.. peer.IceServers.Select(server => IceServerJson.Of(server, shown))] : null,
        Metadata = shown.Metadata ? peer.Metadata : null,
    };
}

/// <summary>How well connections to a peer have worked.</summary>
/// <param name="Score">0 to 100.</param>
internal sealed record QualityJson(
    int Score, double? LatencyMilliseconds, double SuccessRate, ConnectionType ConnectionType, int TotalConnections,
    int SuccessfulConnections,
    double AverageUptimeSeconds, DateTimeOffset LastMeasured)
{
    public static QualityJson Of(ConnectionQuality quality) => new(
        PeerScore.Quality(quality), quality.Latency?.TotalMilliseconds, quality.SuccessRate, quality.ConnectionType,
        quality.TotalConnections, quality.SuccessfulConnections, quality.AverageUptime.TotalSeconds, quality.LastMeasured);
}

internal sealed record AddressJson(ConnectionType Type, string Candidate);

internal sealed record IceServerJson
{
    public required IReadOnlyList<string> Urls { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Username { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Credential { get; init; }

    public static IceServerJson Of(IceServer server, Shown shown) => new()
    {
        Urls = server.Urls,
        Username = shown.Secrets ? server.Username : null,
        Credential = shown.Secrets ? server.Credential : null,
    };
}
