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

    /// <summary>Reads a part of a record: the whole of it, at least the addresses, or what says something for a summary.</summary>
    private delegate T? Read<T>(ref JsonCursor json, (bool Whole, bool Addresses) wanted);

    /// <param name="utf8">The record.</param>
    /// <param name="peerId">Whose it should be; where it is, this is the text that the document holds.</param>
    /// <param name="whole">Whether all of it is wanted, and not only what a <see cref="PeerSummary"/> is made of. Of the servers and
    /// addresses that say nothing for one there is only that they can be read; see <see cref="PeerDocument.HasAddressesLeftOut"/>.</param>
    /// <exception cref="JsonException">It is no record of ours, or a field has another type than it should.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public static PeerDocument Document(ReadOnlySpan<byte> utf8, string? peerId = null, bool whole = true)
    {
        var json = new JsonCursor(utf8);
        var document = Peer(ref json, peerId, whole);
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

    private static PeerDocument Peer(ref JsonCursor json, string? peerId, bool whole)
    {
        json.BeginObject();
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
                case "iceServers": peer.IceServers = List(ref json, Server, (whole, Addresses: false)); break;
                case "cachedCandidates": Candidates(ref json, peer, whole); break;
                case "connectionQuality": peer.ConnectionQuality = json.IsNull() ? null : Quality(ref json, whole); break;
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

    /// <summary>Of a peer that was seen at an address of its own, its others say nothing for a summary, unless they worked.</summary>
    private static void Candidates(ref JsonCursor json, PeerDocument peer, bool whole)
    {
        var begin = json;
        peer.HasAddressesLeftOut = !whole && NetworkGroup.Of(peer.LastKnownIP) is not null;
        peer.CachedCandidates = List(ref json, Candidate, (whole, Addresses: !peer.HasAddressesLeftOut));
        if (!peer.HasAddressesLeftOut || peer.CachedCandidates?.Exists(candidate => candidate!.LastWorked is not null) != true)
            return;
        json = begin;
        peer.HasAddressesLeftOut = false;
        peer.CachedCandidates = List(ref json, Candidate, (whole, Addresses: true));
    }

    /// <returns><c>null</c>: it says nothing of what is wanted.</returns>
    private static IceServerDocument? Server(ref JsonCursor json, (bool Whole, bool Addresses) wanted)
    {
        json.BeginObject();
        var (server, place, whole) = (new IceServerDocument(), 0, wanted.Whole);
        while (json.NextField(s_server, ref place) is { } name)
        {
            switch (name)
            {
                case "urls": server.Urls = json.IsNull() ? null : Urls(ref json, whole); break;
                case "username": server.Username = json.Text(whole); break;
                case "credential": server.Credential = json.Text(); break;
                case "encryptedCredential": server.EncryptedCredential = json.Text(); break;
                case "credentialRevision": server.CredentialRevision = json.Int64(); break;
                default: server.Unknown = WithField(server.Unknown, name, ref json, whole); break;
            }
        }

        var isSilent = server is { Credential: null, EncryptedCredential: null, Unknown: null };
        return whole || !isSilent ? server : null;
    }

    /// <inheritdoc cref="Server"/>
    private static IceCandidateDocument? Candidate(ref JsonCursor json, (bool Whole, bool Addresses) wanted)
    {
        json.BeginObject();
        var (candidate, place, whole) = (new IceCandidateDocument(), 0, wanted.Whole);
        while (json.NextField(s_candidate, ref place) is { } name)
        {
            switch (name)
            {
                case "candidate": candidate.Candidate = json.Text(whole || wanted.Addresses); break;
                case "sdpMid": candidate.SdpMid = json.Text(whole, UsualMid); break;
                case "sdpMLineIndex": candidate.SdpMLineIndex = json.Int32(); break;
                case "usernameFragment": candidate.UsernameFragment = json.Text(whole); break;
                case "type": candidate.Type = ConnectionTypeNames.Read(ref json); break;
                case "knownSince": candidate.KnownSince = json.Instant(); break;
                case "lastWorked": candidate.LastWorked = json.Instant(); break;
                case "introducedBy": candidate.IntroducedBy = json.Text(); break;
                default: candidate.Unknown = WithField(candidate.Unknown, name, ref json, whole); break;
            }
        }

        return whole || wanted.Addresses || candidate.LastWorked is not null || candidate.Unknown is not null ? candidate : null;
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

    private static List<string>? Urls(ref JsonCursor json, bool whole)
    {
        if (json.IsAt('"'))
            return json.Text(whole) is { } url ? [url] : null;
        json.BeginArray();
        List<string> urls = [];
        while (json.NextItem())
            urls.Add(json.Text() ?? throw new JsonException("A URL must be a string (was null)."));
        return urls;
    }

    private static List<T?>? List<T>(ref JsonCursor json, Read<T> read, (bool Whole, bool Addresses) wanted) where T : class
    {
        if (json.IsNull())
            return null;
        json.BeginArray();
        List<T?>? items = wanted.Whole ? [] : null;
        while (json.NextItem())
        {
            var item = json.IsNull() ? null : read(ref json, wanted);
            if (wanted.Whole || item is not null)
                (items ??= []).Add(item);
        }

        return items;
    }
}
