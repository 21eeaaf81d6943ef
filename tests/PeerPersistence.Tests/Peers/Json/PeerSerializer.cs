using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PeerPersistence.Tests.Peers.Json;

/// <summary>The serializer's reading and writing of records, by which what is done by hand is judged.</summary>
internal static class PeerSerializer
{
    private static readonly HashSet<string> s_writtenWhereGiven =
    [
        "sharedSecret", "encryptedSecret", "secretLeftOut", "secretRevision", "isPinned", "presence", "evidence", "username", "credential",
        "encryptedCredential", "credentialRevision", "usernameFragment", "knownSince", "lastWorked", "introducedBy",
    ];

    private static readonly JsonSerializerOptions s_options = new()
    {
        IncludeFields = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InstantConverter(), new TypeConverter(), new EvidenceConverter(), new TextsConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Modify } },
    };

    public static SerializedPeer Read(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize<SerializedPeer>(utf8, s_options) ?? throw new JsonException();

    public static byte[] Write(SerializedPeer document) => JsonSerializer.SerializeToUtf8Bytes(document, s_options);

    private static void Modify(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsExtensionData = property.Name == "unknown";
            if (property.Name == "averageUptime")
                property.Name = "avgUptime";
            if (s_writtenWhereGiven.Contains(property.Name))
                property.ShouldSerialize = (_, value) => value is not (null or false or 0L);
        }
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => UnixMilliseconds.Read(reader);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
    }

    private sealed class TypeConverter : JsonConverter<ConnectionType>
    {
        public override bool HandleNull => true;

        public override ConnectionType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.Null or JsonTokenType.String ? ConnectionTypeNames.Parse(reader.GetString()) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, ConnectionType value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ConnectionTypeNames.NameOf(value));
    }

    private sealed class EvidenceConverter : JsonConverter<PeerEvidence?>
    {
        public override PeerEvidence? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var utf8 = new MemoryStream();
            using (var writer = new Utf8JsonWriter(utf8))
                JsonElement.ParseValue(ref reader).WriteTo(writer);
            var json = new JsonCursor(utf8.ToArray());
            return EvidenceJson.Read(ref json);
        }

        public override void Write(Utf8JsonWriter writer, PeerEvidence? value, JsonSerializerOptions options)
        {
            using var utf8 = new RecordWriter();
            EvidenceJson.Write(utf8, value!);
            using var json = JsonDocument.Parse(utf8.ToArray());
            json.RootElement.WriteTo(writer);
        }
    }

    /// <summary>W3C's "string or sequence of strings".</summary>
    private sealed class TextsConverter : JsonConverter<IReadOnlyList<string>>
    {
        public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return [reader.GetString()!];
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();
            List<string> texts = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException());
            return texts;
        }

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Count == 1 ? value[0] : (object)value.ToArray(), options);
    }
}
