using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>The generated serializers of a peer and of plain values.</summary>
/// <remarks>Metadata alone: with options of its own nothing is written on the fast path, which would be downloaded by browsers.</remarks>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, IncludeFields = true)]
[JsonSerializable(typeof(PeerDocument))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, DateTimeOffset>))]
internal sealed partial class PeerJsonContext : JsonSerializerContext
{
    /// <summary>Camel case, the original's instants and type names, and no escapes that JavaScript would not write.</summary>
    public static PeerJsonContext Stored { get; } = new(StoredForm());

    /// <summary>The form of everything that is stored, for one context: each keeps its options to itself.</summary>
    public static JsonSerializerOptions StoredForm() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UnixMillisecondsConverter(), new ConnectionTypeConverter() },
    };
}
