using System.Text.Json;

namespace PeerPersistence;

/// <summary>Writes what <see cref="PeerJsonContext"/> writes, byte for byte, in a fraction of its time.</summary>
internal static class PeerDocumentWriter
{
    private const int UsualLength = 4096;

    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = PeerJsonContext.Stored.Options.Encoder,
        MaxDepth = 64, // The serializer's.
        SkipValidation = true,
    };

    /// <exception cref="ArgumentException">A number of it is none of JSON.</exception>
    /// <exception cref="InvalidOperationException">A part of it is no JSON, or nested too deeply.</exception>
    public static byte[] Write(PeerDocument peer)
    {
        using var buffer = new PooledBuffer(UsualLength);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
            Write(writer, peer);
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PeerDocument peer)
    {
        writer.WriteStartObject();
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
        writer.WritePropertyName("connectionQuality"u8);
        Write(writer, peer.ConnectionQuality);
        Write(writer, "reconnectionAttempts"u8, peer.ReconnectionAttempts);
        Write(writer, "blacklistUntil"u8, peer.BlacklistUntil);
        if (peer.IsPinned)
            writer.WriteBoolean("isPinned"u8, true);
        WriteWhereGiven(writer, "presence"u8, peer.Presence);
        if (peer.Evidence is { } evidence)
        {
            writer.WritePropertyName("evidence"u8);
            EvidenceConverter.Write(writer, evidence);
        }

        if (peer.Metadata is { } metadata)
        {
            writer.WriteStartObject("metadata"u8);
            WriteFields(writer, metadata);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("metadata"u8);
        }

        writer.WriteString("dataVersion"u8, peer.DataVersion);
        WriteFields(writer, peer.Unknown);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IceServerDocument server)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("urls"u8);
        if (server.Urls is { } urls)
            StringOrListConverter.Write(writer, urls);
        else
            writer.WriteNullValue();
        WriteWhereGiven(writer, "username"u8, server.Username);
        WriteWhereGiven(writer, "credential"u8, server.Credential);
        WriteWhereGiven(writer, "encryptedCredential"u8, server.EncryptedCredential);
        WriteWhereGiven(writer, "credentialRevision"u8, server.CredentialRevision);
        WriteFields(writer, server.Unknown);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IceCandidateDocument candidate)
    {
        writer.WriteStartObject();
        writer.WriteString("candidate"u8, candidate.Candidate);
        writer.WriteString("sdpMid"u8, candidate.SdpMid);
        Write(writer, "sdpMLineIndex"u8, candidate.SdpMLineIndex);
        WriteWhereGiven(writer, "usernameFragment"u8, candidate.UsernameFragment);
        writer.WriteString("type"u8, ConnectionTypeConverter.NameOf(candidate.Type));
        WriteWhereGiven(writer, "knownSince"u8, candidate.KnownSince);
        WriteWhereGiven(writer, "lastWorked"u8, candidate.LastWorked);
        WriteWhereGiven(writer, "introducedBy"u8, candidate.IntroducedBy);
        WriteFields(writer, candidate.Unknown);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, QualityDocument? quality)
    {
        if (quality is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        Write(writer, "latency"u8, quality.Latency);
        Write(writer, "successRate"u8, quality.SuccessRate);
        writer.WriteString("connectionType"u8, ConnectionTypeConverter.NameOf(quality.ConnectionType));
        Write(writer, "lastMeasured"u8, quality.LastMeasured);
        Write(writer, "totalConnections"u8, quality.TotalConnections);
        Write(writer, "successfulConnections"u8, quality.SuccessfulConnections);
        Write(writer, "avgUptime"u8, quality.AverageUptime);
        WriteFields(writer, quality.Unknown);
        writer.WriteEndObject();
    }

    private static void Write<T>(
        Utf8JsonWriter writer, ReadOnlySpan<byte> name, List<T?>? items, Action<Utf8JsonWriter, T> write) where T : class
    {
        if (items is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            if (item is null)
                writer.WriteNullValue();
            else
                write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter writer, IDictionary<string, JsonElement>? fields)
    {
        if (fields is null)
            return;
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant) =>
        Write(writer, name, instant?.ToUnixTimeMilliseconds());

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    private static void WriteWhereGiven(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }

    private static void WriteWhereGiven(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? instant)
    {
        if (instant is not null)
            Write(writer, name, instant);
    }

    private static void WriteWhereGiven(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long number)
    {
        if (number != 0)
            writer.WriteNumber(name, number);
    }
}
