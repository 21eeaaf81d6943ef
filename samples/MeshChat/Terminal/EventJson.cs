using System.Text.Json.Serialization;

namespace MeshChat;

/// <summary>The JSON that a script reads.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ChatEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
