using System.Text.Json;

namespace PeerPersistence;

/// <summary>Tells in what two records of a peer differ, field by field, without making peers of them. Pure.</summary>
internal static class RecordAspects
{
    private static readonly Dictionary<string, PeerAspects> Fields = new(StringComparer.Ordinal)
    {
        ["peerId"] = PeerAspects.None,
        ["userId"] = PeerAspects.Identity,
        ["displayName"] = PeerAspects.Identity,
        ["firstSeen"] = PeerAspects.Presence,
        ["lastSeen"] = PeerAspects.Presence,
        ["presence"] = PeerAspects.Presence,
        ["lastConnected"] = PeerAspects.Quality,
        ["connectionQuality"] = PeerAspects.Quality,
        ["reconnectionAttempts"] = PeerAspects.Quality,
        ["lastKnownIP"] = PeerAspects.Addresses,
        ["iceServers"] = PeerAspects.Addresses,
        ["cachedCandidates"] = PeerAspects.Addresses,
        ["publicKey"] = PeerAspects.PublicKey,
        ["sharedSecret"] = PeerAspects.Secret,
        ["encryptedSecret"] = PeerAspects.Secret,
        ["secretLeftOut"] = PeerAspects.Secret,
        ["secretRevision"] = PeerAspects.Secret,
        ["isPinned"] = PeerAspects.Pin,
        ["blacklistUntil"] = PeerAspects.Block,
        ["evidence.own"] = PeerAspects.Presence,
        ["evidence.met"] = PeerAspects.Presence,
        ["evidence.vain"] = PeerAspects.Presence,
        ["evidence.introduced"] = PeerAspects.Presence,
        ["evidence.foretold"] = PeerAspects.Presence,
        ["evidence.blocked"] = PeerAspects.Block,
        ["evidence.claim"] = PeerAspects.PublicKey,
        ["evidence.by"] = PeerAspects.Identity,
        ["metadata"] = PeerAspects.Metadata,
        ["dataVersion"] = PeerAspects.None,
    };

    /// <summary>What a field of a record belongs to; one that is not known, to the metadata.</summary>
    public static PeerAspects Of(string field) => Fields.GetValueOrDefault(field, PeerAspects.Metadata);

    /// <summary>The fields that are told apart.</summary>
    public static IReadOnlyCollection<string> Known => Fields.Keys;

    /// <returns><c>null</c>: there is no record on one side, or one that cannot be read.</returns>
    public static PeerAspects? Between(ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after)
    {
        if (before is not { } old || after is not { } now)
            return null;
        if (old.Span.SequenceEqual(now.Span))
            return PeerAspects.None;
        if (FieldsOf(old) is not { } fields || FieldsOf(now) is not { } others)
            return null;
        return fields.Keys.Union(others.Keys, StringComparer.Ordinal)
            .Where(field => !fields.GetValueOrDefault(field).Span.SequenceEqual(others.GetValueOrDefault(field).Span))
            .Aggregate(PeerAspects.None, (aspects, field) => aspects | Of(field));
    }

    /// <summary>Each field as it is written: whoever writes records writes the same the same way.</summary>
    private static Dictionary<string, ReadOnlyMemory<byte>>? FieldsOf(ReadOnlyMemory<byte> record)
    {
        try
        {
            var reader = new Utf8JsonReader(record.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            var fields = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            Collect(ref reader, "", record, fields);
            return reader.Read() ? null : fields;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Collect(
        ref Utf8JsonReader reader, string prefix, ReadOnlyMemory<byte> record, Dictionary<string, ReadOnlyMemory<byte>> fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = prefix + reader.GetString();
            reader.Read();
            if (name == "evidence" && reader.TokenType == JsonTokenType.StartObject)
            {
                Collect(ref reader, "evidence.", record, fields);
                continue;
            }

            var begin = (int)reader.TokenStartIndex;
            reader.Skip();
            fields[name] = record[begin..(int)reader.BytesConsumed];
        }
    }
}
