using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes records by hand: what a serializer writes, byte for byte, in a fraction of its time and its size.</summary>
internal static class PeerDocumentWriter
{
    /// <summary>The form of everything that is stored: no escapes that JavaScript would not write.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 64, // The serializer's.
        SkipValidation = true,
    };

    /// <param name="stored">The record.</param>
    /// <param name="evidence">Its evidence; <c>null</c>: none is written.</param>
    /// <param name="secret">The secret, where it is written in clear.</param>
    /// <param name="isSecretLeftOut">Whether there is a secret, and it is not written.</param>
    /// <exception cref="ArgumentException">A number of it is none of JSON.</exception>
    /// <exception cref="InvalidOperationException">A part of it is no JSON, or nested too deeply.</exception>
    public static byte[] Write(StoredPeer stored, PeerEvidence? evidence, string? secret = null, bool isSecretLeftOut = false)
    {
        using var writer = new RecordWriter();
        Write(writer, stored, evidence, secret, isSecretLeftOut);
        return writer.ToArray();
    }

    /// <summary>Writes fields as they were read.</summary>
    public static void WriteFields(RecordWriter writer, IEnumerable<KeyValuePair<string, JsonElement>>? fields)
    {
        if (fields is null)
            return;
        foreach (var (name, value) in fields)
            writer.WriteField(name, value);
    }

    private static void Write(RecordWriter writer, StoredPeer stored, PeerEvidence? evidence, string? secret, bool isSecretLeftOut)
    {
        var peer = stored.Peer;
        writer.BeginObject();
        writer.WriteString("peerId"u8, peer.PeerId);
        writer.WriteString("userId"u8, peer.UserId);
        writer.WriteString("displayName"u8, peer.DisplayName);
        Write(writer, "firstSeen"u8, peer.FirstSeen);
        Write(writer, "lastSeen"u8, peer.LastSeen);
        Write(writer, "lastConnected"u8, peer.LastConnected);
        writer.WriteString("publicKey"u8, peer.PublicKey);
        WriteWhereGiven(writer, "sharedSecret"u8, secret);
        WriteWhereGiven(writer, "encryptedSecret"u8, stored.Envelope);
        if (isSecretLeftOut)
            writer.WriteBoolean("secretLeftOut"u8, true);
        WriteWhereGiven(writer, "secretRevision"u8, stored.SecretRevision);
        writer.WriteString("lastKnownIP"u8, peer.LastKnownIP);
        WriteServers(writer, stored);
        WriteCandidates(writer, stored);
        writer.WriteName("connectionQuality"u8);
        Write(writer, peer.ConnectionQuality);
        writer.WriteNumber("reconnectionAttempts"u8, peer.ReconnectionAttempts);
        Write(writer, "blacklistUntil"u8, peer.BlacklistUntil);
        if (peer.IsPinned)
            writer.WriteBoolean("isPinned"u8, true);
        WriteWhereGiven(writer, "presence"u8, stored.Presence);
        if (evidence is not null)
        {
            writer.WriteName("evidence"u8);
            EvidenceJson.Write(writer, evidence);
        }

        writer.WriteName("metadata"u8);
        Write(writer, ((ValueMap<JsonElement>)peer.Metadata).Entries);
        writer.WriteString("dataVersion"u8, stored.DataVersion);
        WriteFields(writer, peer.Unknown);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, IDictionary<string, JsonElement> metadata)
    {
        if (metadata is UnreadMetadata unread)
        {
            writer.WriteRaw(unread.Utf8);
            return;
        }

        writer.BeginObject();
        WriteFields(writer, metadata);
        writer.EndObject();
    }

    private static void WriteServers(RecordWriter writer, StoredPeer stored)
    {
        writer.BeginArray("iceServers"u8);
        // Nearly always there is no credential, and a key takes longer than all else of a server.
        if (stored.Credentials.Count > 0)
        {
            foreach (var (server, key) in IceServerKey.Each(stored.Peer.IceServers))
                Write(writer, server, stored.Credentials.GetValueOrDefault(key));
        }
        else
        {
            for (var i = 0; i < stored.Peer.IceServers.Count; i++)
                Write(writer, stored.Peer.IceServers[i], credential: null);
        }

        writer.EndArray();
    }

    private static void Write(RecordWriter writer, IceServer server, SealedCredential? credential)
    {
        writer.BeginObject();
        Write(writer, "urls"u8, server.Urls);
        WriteWhereGiven(writer, "username"u8, server.Username);
        WriteWhereGiven(writer, "credential"u8, server.Credential);
        WriteWhereGiven(writer, "encryptedCredential"u8, credential?.Envelope);
        WriteWhereGiven(writer, "credentialRevision"u8, credential?.Revision ?? 0);
        WriteFields(writer, server.Unknown);
        writer.EndObject();
    }

    private static void WriteCandidates(RecordWriter writer, StoredPeer stored)
    {
        writer.BeginArray("cachedCandidates"u8);
        for (var i = 0; i < stored.Peer.CachedCandidates.Count; i++)
            Write(writer, stored.Peer.CachedCandidates[i], stored.HistoryOf(stored.Peer.CachedCandidates[i]));
        writer.EndArray();
    }

    private static void Write(RecordWriter writer, IceCandidate candidate, in AddressHistory history)
    {
        writer.BeginObject();
        writer.WriteString("candidate"u8, candidate.Candidate);
        writer.WriteString("sdpMid"u8, candidate.SdpMid);
        writer.WriteNumber("sdpMLineIndex"u8, candidate.SdpMLineIndex);
        WriteWhereGiven(writer, "usernameFragment"u8, candidate.UsernameFragment);
        writer.WriteString("type"u8, ConnectionTypeNames.NameOf(candidate.Type));
        WriteWhereGiven(writer, "knownSince"u8, history.KnownSince);
        WriteWhereGiven(writer, "lastWorked"u8, history.LastWorked);
        WriteWhereGiven(writer, "introducedBy"u8, history.IntroducedBy);
        WriteFields(writer, candidate.Unknown);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, ConnectionQuality quality)
    {
        writer.BeginObject();
        writer.WriteNumber("latency"u8, quality.Latency?.TotalMilliseconds);
        writer.WriteNumber("successRate"u8, quality.SuccessRate);
        writer.WriteString("connectionType"u8, ConnectionTypeNames.NameOf(quality.ConnectionType));
        Write(writer, "lastMeasured"u8, quality.LastMeasured);
        writer.WriteNumber("totalConnections"u8, quality.TotalConnections);
        writer.WriteNumber("successfulConnections"u8, quality.SuccessfulConnections);
        writer.WriteNumber("avgUptime"u8, quality.AverageUptime.TotalSeconds);
        WriteFields(writer, quality.Unknown);
        writer.EndObject();
    }

    /// <summary>W3C's "string or sequence of strings"; a single one is written as a string.</summary>
    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 1)
        {
            writer.WriteString(name, texts[0]);
            return;
        }

        writer.BeginArray(name);
        foreach (var text in texts)
            writer.WriteString(text);
        writer.EndArray();
    }

    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant) =>
        writer.WriteNumber(name, instant?.ToUnixTimeMilliseconds());

    private static void WriteWhereGiven(RecordWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static void WriteWhereGiven(RecordWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant)
    {
        if (instant is not null)
            Write(writer, name, instant);
    }

    private static void WriteWhereGiven(RecordWriter writer, ReadOnlySpan<byte> name, long number)
    {
        if (number != 0)
            writer.WriteNumber(name, number);
    }
}
