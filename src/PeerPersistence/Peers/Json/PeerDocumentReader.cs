using System.Text.Json;

namespace PeerPersistence;

/// <summary>Reads what <see cref="PeerJsonContext"/> reads, the same way, in a fraction of its time.</summary>
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

    private delegate T? Read<T>(ref Utf8JsonReader reader, in Wanted wanted);

    /// <param name="utf8">The record.</param>
    /// <param name="peerId">Whose it should be; where it is, this is the text that the document holds.</param>
    /// <param name="whole">Whether all of it is wanted, and not only what a <see cref="PeerSummary"/> is made of. Of the servers and
    /// addresses that say nothing for one there is only that they can be read; see <see cref="PeerDocument.HasAddressesLeftOut"/>.</param>
    /// <exception cref="JsonException">It is no record of ours, or a field has another type than it should.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public static PeerDocument Document(ReadOnlySpan<byte> utf8, string? peerId = null, bool whole = true)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        var document = Peer(ref reader, peerId, whole);
        reader.Read(); // Throws where more follows.
        return document;
    }

    /// <summary>Whether the name that a reader is at is a field of a record or of one of its parts.</summary>
    public static bool Knows(in Utf8JsonReader reader) => reader.CurrentDepth switch
    {
        1 => s_peer.Has(reader),
        2 => s_quality.Has(reader),
        3 => s_candidate.Has(reader) || s_server.Has(reader),
        _ => false,
    };

    private static PeerDocument Peer(ref Utf8JsonReader reader, string? peerId, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (peer, place) = (new PeerDocument(), 0);
        while (s_peer.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "peerId": peer.PeerId = Text(ref reader, whole: true, peerId); break;
                case "userId": peer.UserId = Text(ref reader, whole, peer.PeerId); break;
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
                case "iceServers": peer.IceServers = List(ref reader, Server, new(whole)); break;
                case "cachedCandidates": Candidates(ref reader, peer, whole); break;
                case "connectionQuality": peer.ConnectionQuality = IsNull(reader) ? null : Quality(ref reader, whole); break;
                case "reconnectionAttempts": peer.ReconnectionAttempts = IsNull(reader) ? null : reader.GetInt32(); break;
                case "blacklistUntil": peer.BlacklistUntil = Instant(ref reader); break;
                case "isPinned": peer.IsPinned = reader.GetBoolean(); break;
                case "presence": peer.Presence = reader.GetString(); break;
                case "evidence": peer.Evidence = IsNull(reader) ? null : EvidenceConverter.Read(ref reader); break;
                case "metadata": peer.Metadata = IsNull(reader) ? null : Metadata(ref reader, whole); break;
                case "dataVersion": peer.DataVersion = Text(ref reader, whole, SchemaVersion.Current); break;
                default: peer.Unknown = WithField(peer.Unknown, name, ref reader, whole); break;
            }
        }

        return peer;
    }

    /// <summary>Of a peer that was seen at an address of its own, its others say nothing for a summary, unless they worked.</summary>
    private static void Candidates(ref Utf8JsonReader reader, PeerDocument peer, bool whole)
    {
        var begin = reader;
        peer.HasAddressesLeftOut = !whole && NetworkGroup.Of(peer.LastKnownIP) is not null;
        peer.CachedCandidates = List(ref reader, Candidate, new(whole, Addresses: !peer.HasAddressesLeftOut));
        if (!peer.HasAddressesLeftOut || peer.CachedCandidates?.Exists(candidate => candidate!.LastWorked is not null) != true)
            return;
        reader = begin;
        peer.HasAddressesLeftOut = false;
        peer.CachedCandidates = List(ref reader, Candidate, new(whole, Addresses: true));
    }

    /// <returns><c>null</c>: it says nothing of what is wanted.</returns>
    private static IceServerDocument? Server(ref Utf8JsonReader reader, in Wanted wanted)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (server, place, whole) = (new IceServerDocument(), 0, wanted.Whole);
        while (s_server.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "urls": server.Urls = IsNull(reader) ? null : Urls(ref reader, whole); break;
                case "username": server.Username = Text(ref reader, whole); break;
                case "credential": server.Credential = reader.GetString(); break;
                case "encryptedCredential": server.EncryptedCredential = reader.GetString(); break;
                case "credentialRevision": server.CredentialRevision = reader.GetInt64(); break;
                default: server.Unknown = WithField(server.Unknown, name, ref reader, whole); break;
            }
        }

        var isSilent = server is { Credential: null, EncryptedCredential: null, Unknown: null };
        return whole || !isSilent ? server : null;
    }

    /// <inheritdoc cref="Server"/>
    private static IceCandidateDocument? Candidate(ref Utf8JsonReader reader, in Wanted wanted)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        var (candidate, place, whole) = (new IceCandidateDocument(), 0, wanted.Whole);
        while (s_candidate.Next(ref reader, ref place) is { } name)
        {
            switch (name)
            {
                case "candidate": candidate.Candidate = Text(ref reader, whole || wanted.Addresses); break;
                case "sdpMid": candidate.SdpMid = Text(ref reader, whole, UsualMid); break;
                case "sdpMLineIndex": candidate.SdpMLineIndex = IsNull(reader) ? null : reader.GetInt32(); break;
                case "usernameFragment": candidate.UsernameFragment = Text(ref reader, whole); break;
                case "type": candidate.Type = ConnectionTypeConverter.Read(ref reader); break;
                case "knownSince": candidate.KnownSince = Instant(ref reader); break;
                case "lastWorked": candidate.LastWorked = Instant(ref reader); break;
                case "introducedBy": candidate.IntroducedBy = reader.GetString(); break;
                default: candidate.Unknown = WithField(candidate.Unknown, name, ref reader, whole); break;
            }
        }

        return whole || wanted.Addresses || candidate.LastWorked is not null || candidate.Unknown is not null ? candidate : null;
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

    private static Dictionary<string, JsonElement>? Metadata(ref Utf8JsonReader reader, bool whole)
    {
        MustBegin(reader, JsonTokenType.StartObject);
        if (!whole)
        {
            reader.Skip();
            return null;
        }

        var metadata = new Dictionary<string, JsonElement>();
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
    /// <param name="reader">At the text, at <c>null</c>, or at something else, which is an error.</param>
    /// <param name="whole">Whether it is needed.</param>
    /// <param name="usual">What it mostly is: then it need not be made.</param>
    private static string? Text(ref Utf8JsonReader reader, bool whole, string? usual = null) =>
        reader.TokenType != JsonTokenType.String ? reader.GetString()
        : !whole ? null
        : usual is not null && reader.ValueTextEquals(usual) ? usual
        : reader.GetString();

    private static IReadOnlyList<string>? Urls(ref Utf8JsonReader reader, bool whole)
    {
        if (whole || reader.TokenType != JsonTokenType.String)
            return StringOrListConverter.Read(ref reader);
        return null;
    }

    private static List<T?>? List<T>(ref Utf8JsonReader reader, Read<T> read, in Wanted wanted) where T : class
    {
        if (IsNull(reader))
            return null;
        MustBegin(reader, JsonTokenType.StartArray);
        List<T?>? items = wanted.Whole ? [] : null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var item = IsNull(reader) ? null : read(ref reader, wanted);
            if (wanted.Whole || item is not null)
                (items ??= []).Add(item);
        }

        return items;
    }

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) => IsNull(reader) ? null : UnixMillisecondsConverter.Read(ref reader);

    /// <summary>What is wanted of a record's parts.</summary>
    /// <param name="Whole">All of it.</param>
    /// <param name="Addresses">At least the addresses.</param>
    private readonly record struct Wanted(bool Whole, bool Addresses = false);

    private static bool IsNull(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    private static void MustBegin(in Utf8JsonReader reader, JsonTokenType begin)
    {
        if (reader.TokenType != begin)
            throw new JsonException($"It must be {begin} (was {reader.TokenType}).");
    }
}
