using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence.Tests.Recorded;

/// <summary>All that the public face tells of a store, as plain JSON: what a later version must still tell of the same store.</summary>
internal static class RecordedView
{
    public static PeerPersistenceService Serve(IKeyValueStore store, IMasterKeyProvider keys, TimeProvider clock) =>
        new(store, new() { MaxPeers = 1000, Retention = new() { RememberRemoved = TimeSpan.FromDays(365) } }, keys, clock);

    /// <summary>Reads the store at the first instant, and asks for the candidates at each.</summary>
    public static async Task<JsonObject> ReadAsync(IKeyValueStore store, IMasterKeyProvider keys, IReadOnlyList<DateTimeOffset> instants)
    {
        var clock = new FakeTimeProvider(instants[0]);
        await using var service = Serve(store, keys, clock);
        var ids = await service.GetAllPeerIdsAsync();
        JsonObject peers = [], addresses = [], queries = [], candidates = [];
        foreach (var id in ids)
        {
            peers[id] = Peer((await service.GetPeerAsync(id))!);
            addresses[id] = new JsonArray([.. (await service.GetAddressesAsync(id)).Select(Address)]);
        }

        foreach (var sortBy in Enum.GetValues<PeerSortBy>())
        {
            var sorted = await service.QueryPeersAsync(new() { SortBy = sortBy, Limit = 20 });
            queries[$"{sortBy}"] = Strings(sorted.Select(peer => peer.PeerId));
        }

        var worthStoring = await service.FindNewPeerIdsAsync([RecordedPeers.Removed, ids[0], "nobody yet"]);
        foreach (var instant in instants)
        {
            clock.SetUtcNow(instant);
            var offered = await service.GetReconnectionCandidatesAsync(new() { Limit = 20 });
            candidates[Instant(instant)!] = new JsonArray([.. offered.Select(Candidate)]);
        }

        JsonObject view = new()
        {
            ["ids"] = Strings(ids), ["peers"] = peers, ["addresses"] = addresses, ["queries"] = queries,
            ["worthStoring"] = Strings(worthStoring), ["candidates"] = candidates,
        };
        return (JsonObject)JsonNode.Parse(view.ToJsonString())!; // As it is read from a file.
    }

    /// <summary>The instants at which a view was read.</summary>
    public static IReadOnlyList<DateTimeOffset> InstantsOf(JsonNode view) =>
        [.. view["candidates"]!.AsObject().Select(candidates => DateTimeOffset.Parse(candidates.Key, provider: null))];

    private static JsonObject Peer(PeerData peer) => new()
    {
        ["peerId"] = peer.PeerId,
        ["userId"] = peer.UserId,
        ["displayName"] = peer.DisplayName,
        ["publicKey"] = peer.PublicKey,
        ["secret"] = peer.SharedSecret,
        ["secretStatus"] = $"{peer.SecretStatus}",
        ["firstSeen"] = Instant(peer.FirstSeen),
        ["lastSeen"] = Instant(peer.LastSeen),
        ["lastConnected"] = Instant(peer.LastConnected),
        ["lastKnownIP"] = peer.LastKnownIP,
        ["attempts"] = peer.ReconnectionAttempts,
        ["blacklistUntil"] = Instant(peer.BlacklistUntil),
        ["pinned"] = peer.IsPinned,
        ["quality"] = Quality(peer.ConnectionQuality),
        ["servers"] = new JsonArray([.. peer.IceServers.Select(Server)]),
        ["candidates"] = new JsonArray([.. peer.CachedCandidates.Select(Ice)]),
        ["metadata"] = JsonSerializer.SerializeToNode(peer.Metadata),
    };

    private static JsonObject Quality(ConnectionQuality quality) => new()
    {
        ["latency"] = quality.Latency?.TotalMilliseconds,
        ["successRate"] = quality.SuccessRate,
        ["type"] = $"{quality.ConnectionType}",
        ["lastMeasured"] = Instant(quality.LastMeasured),
        ["total"] = quality.TotalConnections,
        ["successful"] = quality.SuccessfulConnections,
        ["averageUptime"] = quality.AverageUptime.TotalSeconds,
    };

    private static JsonObject Server(IceServer server) =>
        new() { ["urls"] = Strings(server.Urls), ["username"] = server.Username, ["credential"] = server.Credential };

    private static JsonObject Ice(IceCandidate candidate) => new()
    {
        ["candidate"] = candidate.Candidate,
        ["type"] = $"{candidate.Type}",
        ["sdpMid"] = candidate.SdpMid,
        ["sdpMLineIndex"] = candidate.SdpMLineIndex,
        ["usernameFragment"] = candidate.UsernameFragment,
    };

    private static JsonObject Address(PeerAddress address) => new()
    {
        ["candidate"] = address.Candidate.Candidate,
        ["lastWorked"] = Instant(address.LastWorked),
        ["ageSeconds"] = address.Age?.TotalSeconds,
        ["fresh"] = address.IsFresh,
    };

    private static JsonObject Candidate(ReconnectionCandidate candidate) =>
        new() { ["peerId"] = candidate.Peer.PeerId, [RecordedDifferences.Score] = candidate.Score };

    private static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("O");

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
