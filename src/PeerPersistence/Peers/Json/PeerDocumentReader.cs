using System.Text.Json;

namespace PeerPersistence;

/// <summary>Reads what <see cref="PeerJsonContext"/> reads, the same way, in a fraction of its time.</summary>
internal static class PeerDocumentReader
{
    private static readonly FieldNames s_peer = new(
        "peerId", "userId", "displayName", "firstSeen", "lastSeen", "lastConnected", "publicKey", "sharedSecret", "encryptedSecret",
        "secretLeftOut", "secretRevision", "lastKnownIP", "iceServers", "cachedCandidates", "connectionQuality", "reconnectionAttempts",
        "blacklistUntil", "isPinned", "presence", "evidence", "metadata", "dataVersion");

    private static readonly FieldNames s_server = new("urls", "username", "credential", "encryptedCredential", "credentialRevision");

    private static readonly FieldNames s_candidate = new(
        "candidate", "sdpMid", "sdpMLineIndex", "usernameFragment", "type", "knownSince", "lastWorked", "introducedBy");

    private static readonly FieldNames s_quality = new(
        "latency", "successRate", "connectionType", "lastMeasured", "totalConnections", "successfulConnections", "avgUptime");

    private delegate T Read<T>(ref Utf8JsonReader reader, bool whole);

    /// <param name="utf8">The record.</param>
    /// <param name="whole">Whether all of it is wanted, and not only what a <see cref="PeerSummary"/> is made of.</param>
    /// <exception cref="JsonException">It is no record of ours, or a field has another type than it should.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public static PeerDocument Document(ReadOnlySpan<byte> utf8, bool whole = true)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        var document = Peer(ref reader, whole);
        reader.Read(); // Throws where more follows.
        return document;
    }

    private static PeerDocument Peer(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (peer, place) = (new PeerDocument(), 0);
        while (s_peer.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "peerId": peer.PeerId = reader.GetString(); break;
                case "userId": peer.UserId = Text(ref reader, whole); break;
                case "displayName": peer.DisplayName = Text(ref reader, whole); break;
                case "firstSeen": peer.FirstSeen = Instant(ref reader); break;
                case "lastSeen": peer.LastSeen = Instant(ref reader); break;
                case "lastConnected": peer.LastConnected = Instant(ref reader); break;
                case "publicKey": peer.PublicKey = Text(ref reader, whole); break;
                case "sharedSecret": peer.SharedSecret = reader.GetString(); break;
                case "encryptedSecret": peer.EncryptedSecret = reader.GetString(); break;
                case "secretLeftOut": peer.SecretLeftOut = reader.GetBoolean(); break;
                case "secretRevision": peer.SecretRevision = reader.GetInt64(); break;
                case "lastKnownIP": peer.LastKnownIP = reader.GetString(); break;
                case "iceServers": peer.IceServers = List(ref reader, Server, whole); break;
                case "cachedCandidates": peer.CachedCandidates = List(ref reader, Candidate, whole); break;
                case "connectionQuality": peer.ConnectionQuality = IsNull(reader) ? null : Quality(ref reader, whole); break;
                case "reconnectionAttempts": peer.ReconnectionAttempts = IsNull(reader) ? null : reader.GetInt32(); break;
                case "blacklistUntil": peer.BlacklistUntil = Instant(ref reader); break;
                case "isPinned": peer.IsPinned = reader.GetBoolean(); break;
                case "presence": peer.Presence = reader.GetString(); break;
                case "evidence": peer.Evidence = IsNull(reader) ? null : EvidenceConverter.Read(ref reader); break;
                case "metadata": peer.Metadata = IsNull(reader) ? null : Metadata(ref reader, whole); break;
                case "dataVersion": peer.DataVersion = Text(ref reader, whole); break;
                default: peer.Unknown = WithField(peer.Unknown, name, ref reader, whole); break;
            }
        }

        return peer;
    }

    private static IceServerDocument Server(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (server, place) = (new IceServerDocument(), 0);
        while (s_server.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "urls": server.Urls = IsNull(reader) ? null : StringOrListConverter.Read(ref reader); break;
                case "username": server.Username = reader.GetString(); break;
                case "credential": server.Credential = reader.GetString(); break;
                case "encryptedCredential": server.EncryptedCredential = reader.GetString(); break;
                case "credentialRevision": server.CredentialRevision = reader.GetInt64(); break;
                default: server.Unknown = WithField(server.Unknown, name, ref reader, whole); break;
            }
        }

        return server;
    }

    private static IceCandidateDocument Candidate(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (candidate, place) = (new IceCandidateDocument(), 0);
        while (s_candidate.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "candidate": candidate.Candidate = reader.GetString(); break;
                case "sdpMid": candidate.SdpMid = Text(ref reader, whole); break;
                case "sdpMLineIndex": candidate.SdpMLineIndex = IsNull(reader) ? null : reader.GetInt32(); break;
                case "usernameFragment": candidate.UsernameFragment = Text(ref reader, whole); break;
                case "type": candidate.Type = ConnectionTypeConverter.Read(ref reader); break;
                case "knownSince": candidate.KnownSince = Instant(ref reader); break;
                case "lastWorked": candidate.LastWorked = Instant(ref reader); break;
                case "introducedBy": candidate.IntroducedBy = reader.GetString(); break;
                default: candidate.Unknown = WithField(candidate.Unknown, name, ref reader, whole); break;
            }
        }

        return candidate;
    }

    private static QualityDocument Quality(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (quality, place) = (new QualityDocument(), 0);
        while (s_quality.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "latency": quality.Latency = IsNull(reader) ? null : reader.GetDouble(); break;
                case "successRate": quality.SuccessRate = IsNull(reader) ? null : reader.GetDouble(); break;
                case "connectionType": quality.ConnectionType = ConnectionTypeConverter.Read(ref reader); break;
                case "lastMeasured": quality.LastMeasured = Instant(ref reader); break;
                case "totalConnections": quality.TotalConnections = IsNull(reader) ? null : reader.GetInt32(); break;
                case "successfulConnections": quality.SuccessfulConnections = IsNull(reader) ? null : reader.GetInt32(); break;
                case "avgUptime": quality.AverageUptime = IsNull(reader) ? null : reader.GetDouble(); break;
                default: quality.Unknown = WithField(quality.Unknown, name, ref reader, whole); break;
            }
        }

        return quality;
    }

    private static Dictionary<string, JsonElement> Metadata(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var metadata = new Dictionary<string, JsonElement>();
        if (!whole)
        {
            reader.Skip();
            return metadata;
        }

        foreach (var entry in JsonElement.ParseValue(ref reader).EnumerateObject())
            metadata[entry.Name] = entry.Value;
        return metadata;
    }

    private static Dictionary<string, JsonElement>? WithField(
        Dictionary<string, JsonElement>? unknown, string name, ref Utf8JsonReader reader, bool whole)
    {
        if (!whole && name != LenientRecord.SetAside)
        {
            reader.Skip();
            return unknown;
        }

        unknown ??= [];
        unknown[name] = JsonElement.ParseValue(ref reader);
        return unknown;
    }

    /// <summary>A text that no summary needs.</summary>
    private static string? Text(ref Utf8JsonReader reader, bool whole) =>
        whole || reader.TokenType != JsonTokenType.String ? reader.GetString() : null;

    private static List<T?>? List<T>(ref Utf8JsonReader reader, Read<T> read, bool whole) where T : class
    {
        if (IsNull(reader))
            return null;
        MustBegin(reader, JsonTokenType.StartArray);
        List<T?> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(IsNull(reader) ? null : read(ref reader, whole));
        return items;
    }

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) => IsNull(reader) ? null : UnixMillisecondsConverter.Read(ref reader);

    private static bool IsNull(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    private static void MustBegin(in Utf8JsonReader reader, JsonTokenType begin)
    {
        if (reader.TokenType != begin)
            throw new JsonException($"It must be {begin} (was {reader.TokenType}).");
    }
}
