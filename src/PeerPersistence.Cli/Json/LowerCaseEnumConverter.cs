using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence.Cli;

/// <summary>Enum values as <c>keyUnavailable</c>, as names of properties too.</summary>
internal sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;
