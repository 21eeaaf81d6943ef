using System.Text.Json;

namespace PeerPersistence.Tests.Peers.Json;

/// <summary>Between what the serializer reads and writes and a peer: what is done by hand, step by step.</summary>
internal static class SerializedPeers
{
    public static SerializedPeer Of(StoredPeer stored)
    {
        var peer = stored.Peer;
        return new()
        {
            PeerId = peer.PeerId,
            UserId = peer.UserId,
            DisplayName = peer.DisplayName,
            FirstSeen = peer.FirstSeen,
            LastSeen = peer.LastSeen,
            LastConnected = peer.LastConnected,
            PublicKey = peer.PublicKey,
            EncryptedSecret = stored.Envelope,
            SecretRevision = stored.SecretRevision,
            LastKnownIP = peer.LastKnownIP,
            IceServers = ServersOf(stored),
            CachedCandidates = CandidatesOf(stored),
            ConnectionQuality = Of(peer.ConnectionQuality),
            ReconnectionAttempts = peer.ReconnectionAttempts,
            BlacklistUntil = peer.BlacklistUntil,
            IsPinned = peer.IsPinned,
            Presence = stored.Presence,
            Evidence = stored.Evidence,
            Metadata = ((ValueMap<JsonElement>)peer.Metadata).Entries,
            DataVersion = stored.DataVersion,
            Unknown = Copy(peer.Unknown),
        };
    }

    private static List<SerializedServer?> ServersOf(StoredPeer stored)
    {
        List<SerializedServer?> servers = new(stored.Peer.IceServers.Count);
        // Nearly always there is no credential, and a key takes longer than all else of a server.
        if (stored.Credentials.Count > 0)
        {
            foreach (var (server, key) in IceServerKey.Each(stored.Peer.IceServers))
                servers.Add(Of(server, stored.Credentials.GetValueOrDefault(key)));
            return servers;
        }

        foreach (var server in stored.Peer.IceServers)
            servers.Add(Of(server, credential: null));
        return servers;
    }

    private static List<SerializedCandidate?> CandidatesOf(StoredPeer stored)
    {
        List<SerializedCandidate?> candidates = new(stored.Peer.CachedCandidates.Count);
        foreach (var candidate in stored.Peer.CachedCandidates)
            candidates.Add(Of(candidate, stored.HistoryOf(candidate)));
        return candidates;
    }

    private static SerializedServer Of(IceServer server, SealedCredential? credential) => new()
    {
        Urls = server.Urls,
        Username = server.Username,
        Credential = server.Credential,
        EncryptedCredential = credential?.Envelope,
        CredentialRevision = credential?.Revision ?? 0,
        Unknown = Copy(server.Unknown),
    };

    private static SerializedCandidate Of(IceCandidate candidate, AddressHistory history) => new()
    {
        Candidate = candidate.Candidate,
        SdpMid = candidate.SdpMid,
        SdpMLineIndex = candidate.SdpMLineIndex,
        UsernameFragment = candidate.UsernameFragment,
        Type = candidate.Type,
        KnownSince = history.KnownSince,
        LastWorked = history.LastWorked,
        IntroducedBy = history.IntroducedBy,
        Unknown = Copy(candidate.Unknown),
    };

    private static SerializedQuality Of(ConnectionQuality quality) => new()
    {
        Latency = quality.Latency?.TotalMilliseconds,
        SuccessRate = quality.SuccessRate,
        ConnectionType = quality.ConnectionType,
        LastMeasured = quality.LastMeasured,
        TotalConnections = quality.TotalConnections,
        SuccessfulConnections = quality.SuccessfulConnections,
        AverageUptime = quality.AverageUptime.TotalSeconds,
        Unknown = Copy(quality.Unknown),
    };

    private static Dictionary<string, JsonElement>? Copy(IReadOnlyDictionary<string, JsonElement>? unknown) =>
        unknown is null ? null : new(unknown);

    /// <exception cref="JsonException">The document is no peer: it lacks a valid id.</exception>
    public static StoredPeer StoredOf(SerializedPeer document)
    {
        if (document.PeerId is not { } peerId)
            throw new JsonException("It has no peer id.");
        if (PeerId.FaultOf(peerId) is { } fault)
            throw new JsonException($"A peer id {fault}.");

        // A record that never says when the peer was there is the oldest of all, not one that never ages.
        var seen = document.LastSeen ?? document.LastConnected ?? document.FirstSeen ?? DateTimeOffset.UnixEpoch;
        var peer = new PeerData
        {
            PeerId = peerId,
            UserId = document.UserId ?? peerId,
            DisplayName = document.DisplayName ?? PeerData.NoName,
            FirstSeen = document.FirstSeen ?? seen,
            LastSeen = seen,
            LastConnected = document.LastConnected,
            PublicKey = document.PublicKey,
            SharedSecret = document.SharedSecret,
            LastKnownIP = document.LastKnownIP,
            IceServers = ListOf(document.IceServers, StoredOf),
            CachedCandidates = ListOf(document.CachedCandidates, StoredOf),
            ConnectionQuality = StoredOf(document.ConnectionQuality ?? new(), seen),
            ReconnectionAttempts = Math.Max(0, document.ReconnectionAttempts ?? 0),
            BlacklistUntil = document.BlacklistUntil,
            IsPinned = document.IsPinned,
            Metadata = ValueMap<JsonElement>.Owning(document.Metadata),
            Unknown = document.Unknown,
        };
        return new()
        {
            Peer = peer,
            Evidence = document.Evidence ?? PeerEvidence.OfEarlierVersion(peer),
            Envelope = document.EncryptedSecret,
            SecretRevision = document.SecretRevision,
            Presence = document.Presence,
            Credentials = CredentialsOf(peer, document),
            Addresses = AddressesOf(document),
            DataVersion = document.DataVersion ?? SchemaVersion.Current,
        };
    }

    private static IReadOnlyDictionary<string, SealedCredential> CredentialsOf(PeerData peer, SerializedPeer document)
    {
        if (document.IceServers?.Exists(server => server?.EncryptedCredential is not null) != true)
            return StoredPeer.NoCredentials;
        var credentials = new Dictionary<string, SealedCredential>(StringComparer.Ordinal);
        foreach (var ((_, key), server) in IceServerKey.Each(peer.IceServers).Zip(Present(document.IceServers)))
        {
            // One in clear is newer: an earlier version, which does not know the sealed one, wrote it.
            if (server is { EncryptedCredential: { } envelope, Credential: null })
                credentials[key] = new(envelope, server.CredentialRevision);
        }

        return credentials;
    }

    private static IceServer StoredOf(SerializedServer document)
    {
        // Before W3C called it urls. It stays where there are both, for whoever reads it.
        if (document.Urls is null or { Count: 0 } && UrlsOf(document.Unknown?.GetValueOrDefault("url")) is { } urls)
        {
            document.Urls = urls;
            document.Unknown!.Remove("url");
        }

        return new()
        {
            Urls = document.Urls ?? [],
            Username = document.Username,
            Credential = document.Credential,
            Unknown = document.Unknown,
        };
    }

    private static IReadOnlyList<string>? UrlsOf(JsonElement? url) => url switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several when several.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. several.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };

    private static IceCandidate StoredOf(SerializedCandidate document) => new()
    {
        Candidate = document.Candidate ?? "",
        SdpMid = document.SdpMid,
        SdpMLineIndex = document.SdpMLineIndex,
        UsernameFragment = document.UsernameFragment,
        Type = document.Type,
        Unknown = document.Unknown,
    };

    private static IReadOnlyDictionary<string, AddressHistory> AddressesOf(SerializedPeer document)
    {
        Dictionary<string, AddressHistory>? histories = null;
        foreach (var candidate in document.CachedCandidates ?? [])
        {
            if (candidate is null or { KnownSince: null, LastWorked: null, IntroducedBy: null })
                continue;
            histories ??= new(StringComparer.Ordinal);
            histories[candidate.Candidate ?? ""] = new(candidate.KnownSince, candidate.LastWorked, candidate.IntroducedBy);
        }

        return histories ?? StoredPeer.NoAddresses;
    }

    private static ConnectionQuality StoredOf(SerializedQuality document, DateTimeOffset seen)
    {
        var total = Math.Max(0, document.TotalConnections ?? 0);
        var successful = Math.Max(0, document.SuccessfulConnections ?? 0);
        var rate = document.SuccessRate ?? (total > 0 ? (double)successful / total : new ConnectionQuality().SuccessRate);
        return new()
        {
            Latency = document.Latency is { } latency ? TimeSpanOf(latency, TimeSpan.TicksPerMillisecond) : null,
            SuccessRate = Math.Clamp(rate, 0, 1),
            ConnectionType = document.ConnectionType,
            LastMeasured = document.LastMeasured ?? seen,
            TotalConnections = total,
            SuccessfulConnections = successful,
            AverageUptime = TimeSpanOf(document.AverageUptime ?? 0, TimeSpan.TicksPerSecond),
            Unknown = document.Unknown,
        };
    }

    /// <summary>A duration from a number of units; at most a million days, which no sum of ours can overflow.</summary>
    private static TimeSpan TimeSpanOf(double units, long ticksPerUnit) =>
        TimeSpan.FromTicks((long)Math.Clamp(Math.Round(units * ticksPerUnit), 0, 1_000_000 * TimeSpan.TicksPerDay));

    private static ValueList<TItem> ListOf<TDocument, TItem>(List<TDocument?>? documents, Func<TDocument, TItem> read)
        where TDocument : class
    {
        if (documents is null)
            return ValueList<TItem>.None;
        var items = new List<TItem>(documents.Count);
        foreach (var document in documents)
        {
            if (document is not null)
                items.Add(read(document));
        }

        return items.Count == 0 ? ValueList<TItem>.None : new(items);
    }

    private static IEnumerable<T> Present<T>(List<T?>? items) where T : class => items?.OfType<T>() ?? [];
}
