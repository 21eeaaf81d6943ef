using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>ICE's names of the types; <c>null</c>, and a name that ICE does not have, is unknown.</summary>
internal sealed class ConnectionTypeConverter : JsonConverter<ConnectionType>
{
    public override bool HandleNull => true;

    public override ConnectionType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static ConnectionType Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => ConnectionType.Unknown,
        JsonTokenType.String when reader.ValueTextEquals("host"u8) => ConnectionType.Host,
        JsonTokenType.String when reader.ValueTextEquals("srflx"u8) => ConnectionType.ServerReflexive,
        JsonTokenType.String => Parse(reader.GetString()),
        _ => throw new JsonException($"A connection type must be a string or null (was {reader.TokenType})."),
    };

    public static ConnectionType Read(ref JsonCursor json)
    {
        if (json.TryPlain(out var name))
        {
            return name.SequenceEqual("host"u8) ? ConnectionType.Host
                : name.SequenceEqual("srflx"u8) ? ConnectionType.ServerReflexive
                : Parse(PlainText.ToString(name));
        }

        return json.Text() is { } odd ? Parse(odd) : ConnectionType.Unknown;
    }

    public static ConnectionType Parse(ReadOnlySpan<char> name) => name switch
    {
        "host" => ConnectionType.Host,
        "srflx" => ConnectionType.ServerReflexive,
        "prflx" => ConnectionType.PeerReflexive,
        "relay" => ConnectionType.Relay,
        _ => ConnectionType.Unknown,
    };

    public override void Write(Utf8JsonWriter writer, ConnectionType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));

    public static string? NameOf(ConnectionType type) => type switch
    {
        ConnectionType.Host => "host",
        ConnectionType.ServerReflexive => "srflx",
        ConnectionType.PeerReflexive => "prflx",
        ConnectionType.Relay => "relay",
        _ => null,
    };
}
