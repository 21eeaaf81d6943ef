using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>The JSON of what peers send, and of what they say at the door.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 8, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(DoorFrame))]
[JsonSerializable(typeof(PublicKey))]
internal sealed partial class WireJson : JsonSerializerContext;
