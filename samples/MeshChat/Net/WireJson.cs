using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>The JSON of what peers send and sign.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(PeerCard))]
[JsonSerializable(typeof(JwkFields))]
internal sealed partial class WireJson : JsonSerializerContext;
