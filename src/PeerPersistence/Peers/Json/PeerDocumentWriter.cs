using System.Text.Encodings.Web;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes what <see cref="PeerJsonContext"/> writes, byte for byte, in a fraction of its time.</summary>
internal static class PeerDocumentWriter
{
    /// <summary>The form of everything that is stored, see <see cref="PeerJsonContext.StoredForm"/>.</summary>
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
        writer.Json.WriteStartObject();
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
            writer.Json.WriteBoolean("secretLeftOut"u8, true);
        WriteWhereGiven(writer, "secretRevision"u8, peer.SecretRevision);
        writer.WriteString("lastKnownIP"u8, peer.LastKnownIP);
        Write(writer, "iceServers"u8, peer.IceServers, Write);
        Write(writer, "cachedCandidates"u8, peer.CachedCandidates, Write);
        writer.Json.WritePropertyName("connectionQuality"u8);
        Write(writer, peer.ConnectionQuality);
        Write(writer, "reconnectionAttempts"u8, peer.ReconnectionAttempts);
        Write(writer, "blacklistUntil"u8, peer.BlacklistUntil);
        if (peer.IsPinned)
            writer.Json.WriteBoolean("isPinned"u8, true);
        WriteWhereGiven(writer, "presence"u8, peer.Presence);
        if (peer.Evidence is { } evidence)
        {
            writer.Json.WritePropertyName("evidence"u8);
            EvidenceConverter.Write(writer.Json, evidence);
        }

        if (peer.Metadata is { } metadata)
        {
            writer.Json.WriteStartObject("metadata"u8);
            WriteFields(writer, metadata);
            writer.Json.WriteEndObject();
        }
        else
        {
            writer.Json.WriteNull("metadata"u8);
        }

        writer.WriteString("dataVersion"u8, peer.DataVersion);
        WriteFields(writer, peer.Unknown);
        writer.Json.WriteEndObject();
    }

    private static void Write(RecordWriter writer, IceServerDocument server)
    {
        writer.Json.WriteStartObject();
        Write(writer, "urls"u8, server.Urls);
        WriteWhereGiven(writer, "username"u8, server.Username);
        WriteWhereGiven(writer, "credential"u8, server.Credential);
        WriteWhereGiven(writer, "encryptedCredential"u8, server.EncryptedCredential);
        WriteWhereGiven(writer, "credentialRevision"u8, server.CredentialRevision);
        WriteFields(writer, server.Unknown);
        writer.Json.WriteEndObject();
    }

    private static void Write(RecordWriter writer, IceCandidateDocument candidate)
    {
        writer.Json.WriteStartObject();
        writer.WriteString("candidate"u8, candidate.Candidate);
        writer.WriteString("sdpMid"u8, candidate.SdpMid);
        Write(writer, "sdpMLineIndex"u8, candidate.SdpMLineIndex);
        WriteWhereGiven(writer, "usernameFragment"u8, candidate.UsernameFragment);
        writer.WriteString("type"u8, ConnectionTypeConverter.NameOf(candidate.Type));
        WriteWhereGiven(writer, "knownSince"u8, candidate.KnownSince);
        WriteWhereGiven(writer, "lastWorked"u8, candidate.LastWorked);
        WriteWhereGiven(writer, "introducedBy"u8, candidate.IntroducedBy);
        WriteFields(writer, candidate.Unknown);
        writer.Json.WriteEndObject();
    }

    private static void Write(RecordWriter writer, QualityDocument? quality)
    {
        if (quality is null)
        {
            writer.Json.WriteNullValue();
            return;
        }

        writer.Json.WriteStartObject();
        Write(writer, "latency"u8, quality.Latency);
        Write(writer, "successRate"u8, quality.SuccessRate);
        writer.WriteString("connectionType"u8, ConnectionTypeConverter.NameOf(quality.ConnectionType));
        Write(writer, "lastMeasured"u8, quality.LastMeasured);
        Write(writer, "totalConnections"u8, quality.TotalConnections);
        Write(writer, "successfulConnections"u8, quality.SuccessfulConnections);
        Write(writer, "avgUptime"u8, quality.AverageUptime);
        WriteFields(writer, quality.Unknown);
        writer.Json.WriteEndObject();
    }

    private static void Write<T>(
        RecordWriter writer, ReadOnlySpan<byte> name, List<T?>? items, Action<RecordWriter, T> write) where T : class
    {
        if (items is null)
        {
            writer.Json.WriteNull(name);
            return;
        }

        writer.Json.WriteStartArray(name);
        foreach (var item in items)
        {
            if (item is null)
                writer.Json.WriteNullValue();
            else
                write(writer, item);
        }

        writer.Json.WriteEndArray();
    }

    /// <inheritdoc cref="StringOrListConverter"/>
    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string>? texts)
    {
        if (texts is not { Count: not 1 })
        {
            writer.WriteString(name, texts?[0]);
            return;
        }

        writer.Json.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.Json.WriteEndArray();
    }

    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant) =>
        Write(writer, name, instant?.ToUnixTimeMilliseconds());

    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
            writer.Json.WriteNumber(name, value);
        else
            writer.Json.WriteNull(name);
    }

    private static void Write(RecordWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } value)
            writer.Json.WriteNumber(name, value);
        else
            writer.Json.WriteNull(name);
    }

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
            writer.Json.WriteNumber(name, number);
    }
}
