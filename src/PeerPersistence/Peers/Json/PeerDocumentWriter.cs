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

    /// <exception cref="ArgumentException">A number of it is none of JSON.</exception>
    /// <exception cref="InvalidOperationException">A part of it is no JSON, or nested too deeply.</exception>
    public static byte[] Write(PeerDocument peer)
    {
        using var writer = new RecordWriter();
        Write(writer, peer);
        return writer.ToArray();
    }

    /// <summary>Writes fields as they were read.</summary>
    public static void WriteFields(RecordWriter writer, IDictionary<string, JsonElement>? fields)
    {
        if (fields is null)
            return;
        foreach (var (name, value) in fields)
            writer.WriteField(name, value);
    }

    private static void Write(RecordWriter writer, PeerDocument peer)
    {
        writer.BeginObject();
        writer.WriteString("peerId"u8, peer.PeerId);
        writer.WriteString("userId"u8, peer.UserId);
        writer.WriteString("displayName"u8, peer.DisplayName);
        Write(writer, "firstSeen"u8, peer.FirstSeen);
        Write(writer, "lastSeen"u8, peer.LastSeen);
        Write(writer, "lastConnected"u8, peer.LastConnected);
        writer.WriteString("publicKey"u8, peer.PublicKey);
        WriteWhereGiven(writer, "sharedSecret"u8, peer.SharedSecret);
        WriteWhereGiven(writer, "encryptedSecret"u8, peer.EncryptedSecret);
        if (peer.SecretLeftOut)
            writer.WriteBoolean("secretLeftOut"u8, true);
        WriteWhereGiven(writer, "secretRevision"u8, peer.SecretRevision);
        writer.WriteString("lastKnownIP"u8, peer.LastKnownIP);
        Write(writer, "iceServers"u8, peer.IceServers, Write);
        Write(writer, "cachedCandidates"u8, peer.CachedCandidates, Write);
        writer.WriteName("connectionQuality"u8);
        Write(writer, peer.ConnectionQuality);
        writer.WriteNumber("reconnectionAttempts"u8, peer.ReconnectionAttempts);
        Write(writer, "blacklistUntil"u8, peer.BlacklistUntil);
        if (peer.IsPinned)
            writer.WriteBoolean("isPinned"u8, true);
        WriteWhereGiven(writer, "presence"u8, peer.Presence);
        if (peer.Evidence is { } evidence)
        {
            writer.WriteName("evidence"u8);
            EvidenceJson.Write(writer, evidence);
        }

        writer.WriteName("metadata"u8);
        Write(writer, peer.Metadata);
        writer.WriteString("dataVersion"u8, peer.DataVersion);
        WriteFields(writer, peer.Unknown);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, IDictionary<string, JsonElement>? metadata)
    {
        if (metadata is null or UnreadMetadata)
        {
            writer.WriteRaw(metadata is UnreadMetadata unread ? unread.Utf8 : "null"u8);
            return;
        }

        writer.BeginObject();
        WriteFields(writer, metadata);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, IceServerDocument server)
    {
        writer.BeginObject();
        Write(writer, "urls"u8, server.Urls);
        WriteWhereGiven(writer, "username"u8, server.Username);
        WriteWhereGiven(writer, "credential"u8, server.Credential);
        WriteWhereGiven(writer, "encryptedCredential"u8, server.EncryptedCredential);
        WriteWhereGiven(writer, "credentialRevision"u8, server.CredentialRevision);
        WriteFields(writer, server.Unknown);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, IceCandidateDocument candidate)
    {
        writer.BeginObject();
        writer.WriteString("candidate"u8, candidate.Candidate);
        writer.WriteString("sdpMid"u8, candidate.SdpMid);
        writer.WriteNumber("sdpMLineIndex"u8, candidate.SdpMLineIndex);
        WriteWhereGiven(writer, "usernameFragment"u8, candidate.UsernameFragment);
        writer.WriteString("type"u8, ConnectionTypeNames.NameOf(candidate.Type));
        WriteWhereGiven(writer, "knownSince"u8, candidate.KnownSince);
        WriteWhereGiven(writer, "lastWorked"u8, candidate.LastWorked);
        WriteWhereGiven(writer, "introducedBy"u8, candidate.IntroducedBy);
        WriteFields(writer, candidate.Unknown);
        writer.EndObject();
    }

    private static void Write(RecordWriter writer, QualityDocument? quality)
    {
        if (quality is null)
        {
            writer.WriteRaw("null"u8);
            return;
        }

        writer.BeginObject();
        writer.WriteNumber("latency"u8, quality.Latency);
        writer.WriteNumber("successRate"u8, quality.SuccessRate);
        writer.WriteString("connectionType"u8, ConnectionTypeNames.NameOf(quality.ConnectionType));
        Write(writer, "lastMeasured"u8, quality.LastMeasured);
        writer.WriteNumber("totalConnections"u8, quality.TotalConnections);
        writer.WriteNumber("successfulConnections"u8, quality.SuccessfulConnections);
        writer.WriteNumber("avgUptime"u8, quality.AverageUptime);
        WriteFields(writer, quality.Unknown);
        writer.EndObject();
    }

    private static void Write<T>(
        RecordWriter writer, ReadOnlySpan<byte> name, List<T?>? items, Action<RecordWriter, T> write) where T : class
    {
        if (items is null)
        {
            writer.WriteString(name, null);
            return;
        }

        writer.BeginArray(name);
        foreach (var item in items)
        {
            if (item is null)
                writer.WriteRaw("null"u8);
            else
                write(writer, item);
        }

        writer.EndArray();
    }

    /// <summary>W3C's "string or sequence of strings"; a single one is written as a string.</summary>
    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string>? texts)
    {
        if (texts is not { Count: not 1 })
        {
            writer.WriteString(name, texts?[0]);
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
