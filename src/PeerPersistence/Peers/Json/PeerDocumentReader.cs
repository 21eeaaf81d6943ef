using System.Text.Json;

namespace PeerPersistence;

/// <summary>Reads records by hand: what a serializer reads, the same way, in a fraction of its time and its size.</summary>
internal static class PeerDocumentReader
{
    /// <summary>Of a candidate's stream, where there is but one.</summary>
    private const string UsualMid = "0";

    private static readonly FieldNames s_peer = new(
        "peerId", "userId", "displayName", "firstSeen", "lastSeen", "lastConnected", "publicKey", "sharedSecret", "encryptedSecret",
        "secretLeftOut", "secretRevision", "lastKnownIP", "iceServers", "cachedCandidates", "connectionQuality", "reconnectionAttempts",
        "blacklistUntil", "isPinned", "presence", "evidence", "metadata", "dataVersion");

    private static readonly FieldNames s_server = new("urls", "username", "credential", "encryptedCredential", "credentialRevision");

    private static readonly FieldNames s_candidate = new(
        "candidate", "sdpMid", "sdpMLineIndex", "usernameFragment", "type", "knownSince", "lastWorked", "introducedBy");

    private static readonly FieldNames s_quality = new(
        "latency", "successRate", "connectionType", "lastMeasured", "totalConnections", "successfulConnections", "avgUptime");

    /// <param name="utf8">The record.</param>
    /// <param name="peerId">Whose it should be; where it is, this is the text that the document holds.</param>
    /// <param name="use">What for.</param>
    /// <exception cref="JsonException">It is no record of ours, or a field has another type than it should.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public static PeerDocument Document(ReadOnlySpan<byte> utf8, string? peerId = null, RecordUse use = RecordUse.Change)
    {
        var json = new JsonCursor(utf8);
        var document = Peer(ref json, peerId, use);
        json.End();
        return document;
    }

    /// <summary>Whether the name that a reader is at is a field of a record or of one of its parts.</summary>
    public static bool Knows(in Utf8JsonReader reader) => reader.CurrentDepth switch
    {
        1 => s_peer.Find(reader) is not null,
        2 => s_quality.Find(reader) is not null,
        3 => (s_candidate.Find(reader) ?? s_server.Find(reader)) is not null,
        _ => false,
    };

    private static PeerDocument Peer(ref JsonCursor json, string? peerId, RecordUse use)
    {
        json.BeginObject();
        var whole = use != RecordUse.Summarize;
        var (peer, place, places) = (new PeerDocument(), 0, default((JsonPlace LastSeen, JsonPlace Presence, JsonPlace Evidence)));
        while (json.NextField(s_peer, ref place) is { } name)
        {
            var start = json.Place;
            switch (name)
            {
                case "peerId": peer.PeerId = json.Text(usual: peerId); break;
                case "userId": peer.UserId = json.Text(whole, peer.PeerId); break;
                case "displayName": peer.DisplayName = json.Text(whole); break;
                case "firstSeen": peer.FirstSeen = json.Instant(); break;
                case "lastSeen": peer.LastSeen = json.Instant(); places.LastSeen = new(start, json.Place); break;
                case "lastConnected": peer.LastConnected = json.Instant(); break;
                case "publicKey": peer.PublicKey = json.Text(whole); break;
                case "sharedSecret": peer.SharedSecret = json.Text(); break;
                case "encryptedSecret": peer.EncryptedSecret = json.Text(); break;
                case "secretLeftOut": peer.SecretLeftOut = json.Boolean(); break;
                case "secretRevision": peer.SecretRevision = json.Int64(); break;
                case "lastKnownIP": peer.LastKnownIP = json.Text(); break;
                case "iceServers": Servers(ref json, ref peer, whole); break;
                case "cachedCandidates": Candidates(ref json, ref peer, use); break;
                case "connectionQuality": peer.ConnectionQuality = json.IsNull() ? default : Quality(ref json, whole); break;
                case "reconnectionAttempts": peer.ReconnectionAttempts = json.Int32(); break;
                case "blacklistUntil": peer.BlacklistUntil = json.Instant(); break;
                case "isPinned": peer.IsPinned = json.Boolean(); break;
                case "presence": peer.Presence = json.Text(); places.Presence = new(start, json.Place); break;
                case "evidence":
                    peer.Evidence = json.IsNull() ? null : EvidenceJson.Read(ref json);
                    places.Evidence = new(start, json.Place);
                    break;
                case "metadata": peer.Metadata = Metadata(ref json, whole); break;
                case "dataVersion": peer.DataVersion = json.Text(whole, SchemaVersion.Current); break;
                default: peer.Unknown = WithField(peer.Unknown, name, ref json, whole); break;
            }
        }

        peer.Places = places;
        return peer;
    }

    private static void Servers(ref JsonCursor json, ref PeerDocument peer, bool whole)
    {
        (peer.IceServers, peer.Credentials) = (null, null);
        if (json.IsNull())
            return;
        json.BeginArray();
        while (json.NextItem())
        {
            if (json.IsNull() || Server(ref json, whole, out var credential) is not { } server)
                continue;
            (peer.IceServers ??= new(1)).Add(server); // Nearly always there is one.
            if (credential is null)
                continue;
            peer.Credentials ??= [];
            while (peer.Credentials.Count < peer.IceServers.Count - 1)
                peer.Credentials.Add(null);
            peer.Credentials.Add(credential);
        }
    }

    /// <summary>Of a peer that was seen at an address of its own, its others say nothing for a summary, unless they worked.</summary>
    private static void Candidates(ref JsonCursor json, ref PeerDocument peer, RecordUse use)
    {
        var begin = json;
        peer.HasAddressesLeftOut = use == RecordUse.Summarize && NetworkGroup.Of(peer.LastKnownIP) is not null;
        if (!Candidates(ref json, ref peer, use, !peer.HasAddressesLeftOut) || !peer.HasAddressesLeftOut)
            return;
        json = begin;
        peer.HasAddressesLeftOut = false;
        Candidates(ref json, ref peer, use, isWanted: true);
    }

    /// <returns>Whether one worked.</returns>
    private static bool Candidates(ref JsonCursor json, ref PeerDocument peer, RecordUse use, bool isWanted)
    {
        (peer.CachedCandidates, peer.Addresses) = (null, null);
        if (json.IsNull())
            return false;
        var hasWorked = false;
        json.BeginArray();
        while (json.NextItem())
        {
            if (json.IsNull() || Candidate(ref json, use, isWanted, out var history) is not { } candidate)
                continue;
            (peer.CachedCandidates ??= []).Add(candidate);
            if (history is null)
                continue;
            (peer.Addresses ??= new(StringComparer.Ordinal))[candidate.Candidate] = history;
            hasWorked |= history.LastWorked is not null;
        }

        return hasWorked;
    }

    /// <returns><c>null</c>: it says nothing of what is wanted.</returns>
    private static IceServer? Server(ref JsonCursor json, bool whole, out SealedCredential? credential)
    {
        json.BeginObject();
        var (urls, username, inClear, envelope, revision) = ((IReadOnlyList<string>?)null, (string?)null, (string?)null, (string?)null, 0L);
        var (unknown, place) = ((Dictionary<string, JsonElement>?)null, 0);
        while (json.NextField(s_server, ref place) is { } name)
        {
            switch (name)
            {
                case "urls": urls = json.IsNull() ? null : Urls(ref json, whole); break;
                case "username": username = json.Text(whole); break;
                case "credential": inClear = json.Text(); break;
                case "encryptedCredential": envelope = json.Text(); break;
                case "credentialRevision": revision = json.Int64(); break;
                default: unknown = WithField(unknown, name, ref json, whole); break;
            }
        }

        // One in clear is newer: an earlier version, which does not know the sealed one, wrote it.
        credential = envelope is null || inClear is not null ? null : new(envelope, revision);
        if (!whole && inClear is null && envelope is null && unknown is null)
            return null;
        // Before W3C called it urls. It stays where there are both, for whoever reads it.
        if (urls is null or { Count: 0 } && UrlsOf(unknown?.GetValueOrDefault("url")) is { } earlier)
        {
            urls = earlier;
            unknown!.Remove("url");
        }

        return new() { Urls = urls ?? [], Username = username, Credential = inClear, Unknown = unknown };
    }

    /// <inheritdoc cref="Server"/>
    private static IceCandidate? Candidate(ref JsonCursor json, RecordUse use, bool isWanted, out AddressHistory? history)
    {
        json.BeginObject();
        var whole = use != RecordUse.Summarize;
        var (line, mid, index, fragment, type) = ((string?)null, (string?)null, (int?)null, (string?)null, ConnectionType.Unknown);
        var (since, worked, introducer) = ((DateTimeOffset?)null, (DateTimeOffset?)null, (string?)null);
        var (unknown, place) = ((Dictionary<string, JsonElement>?)null, 0);
        while (json.NextField(s_candidate, ref place) is { } name)
        {
            switch (name)
            {
                case "candidate": line = json.Text(isWanted); break;
                case "sdpMid": mid = json.Text(whole, UsualMid); break;
                case "sdpMLineIndex": index = json.Int32(); break;
                case "usernameFragment": fragment = json.Text(whole); break;
                case "type": type = ConnectionTypeNames.Read(ref json); break;
                case "knownSince": since = json.Instant(); break;
                case "lastWorked": worked = json.Instant(); break;
                case "introducedBy": introducer = json.Text(); break;
                default: unknown = WithField(unknown, name, ref json, whole); break;
            }
        }

        history = null;
        if (!isWanted && worked is null && unknown is null)
            return null;
        if (use != RecordUse.Show && (since is not null || worked is not null || introducer is not null))
            history = new(since, worked, introducer);
        return new()
        {
            Candidate = line ?? "", SdpMid = mid, SdpMLineIndex = index, UsernameFragment = fragment, Type = type, Unknown = unknown,
        };
    }

    private static QualityDocument Quality(ref JsonCursor json, bool whole)
    {
        json.BeginObject();
        var (quality, place) = (new QualityDocument(), 0);
        while (json.NextField(s_quality, ref place) is { } name)
        {
            switch (name)
            {
                case "latency": quality.Latency = json.Double(); break;
                case "successRate": quality.SuccessRate = json.Double(); break;
                case "connectionType": quality.ConnectionType = ConnectionTypeNames.Read(ref json); break;
                case "lastMeasured": quality.LastMeasured = json.Instant(); break;
                case "totalConnections": quality.TotalConnections = json.Int32(); break;
                case "successfulConnections": quality.SuccessfulConnections = json.Int32(); break;
                case "avgUptime": quality.AverageUptime = json.Double(); break;
                default: quality.Unknown = WithField(quality.Unknown, name, ref json, whole); break;
            }
        }

        return quality;
    }

    private static IDictionary<string, JsonElement>? Metadata(ref JsonCursor json, bool whole)
    {
        if (json.IsNull())
            return null;
        if (!json.IsAt('{'))
            throw new JsonException("Metadata must be an object (was none).");
        var utf8 = json.Skip();
        if (!whole)
            return null;
        return PlainText.IsAll(utf8) && !utf8.SequenceEqual("{}"u8) ? new UnreadMetadata(utf8.ToArray()) : UnreadMetadata.Entries(utf8);
    }

    private static Dictionary<string, JsonElement>? WithField(
        Dictionary<string, JsonElement>? unknown, string name, ref JsonCursor json, bool whole)
    {
        if (!whole && name != LenientRecord.SetAside)
        {
            json.Skip();
            return unknown;
        }

        unknown ??= [];
        unknown[name] = json.Element();
        return unknown;
    }

    private static ValueList<string>? Urls(ref JsonCursor json, bool whole)
    {
        if (json.IsAt('"'))
            return json.Text(whole) is { } url ? new ValueList<string>(new[] { url }) : null;
        json.BeginArray();
        List<string> urls = [];
        while (json.NextItem())
            urls.Add(json.Text() ?? throw new JsonException("A URL must be a string (was null)."));
        return new ValueList<string>(urls);
    }

    private static IReadOnlyList<string>? UrlsOf(JsonElement? url) => url switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several when several.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. several.EnumerateArray().Select(item => item.GetString()!)],
        _ => null,
    };
}
