using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>The generated serializers of everything that is stored as JSON.</summary>
[JsonSerializable(typeof(PeerDocument))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(StoreMetadata))]
[JsonSerializable(typeof(BackupProtection))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class PeerJsonContext : JsonSerializerContext
{
    /// <summary>Camel case, the original's instants and type names, and no escapes that JavaScript would not write.</summary>
    public static PeerJsonContext Stored { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UnixMillisecondsConverter(), new ConnectionTypeConverter() },
    });
}
