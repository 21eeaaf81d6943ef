using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>What the store remembers of itself, in the original's form. The counts are those of the last cleanup.</summary>
internal sealed class StoreMetadata
{
    public DateTimeOffset LastCleanup { get; set; }

    public int TotalPeers { get; set; }

    public long EstimatedSize { get; set; }

    /// <summary>The original's statistics, and what else stands there; kept.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Reads it; <c>null</c> where it is none.</summary>
    public static StoreMetadata? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(LoneSurrogates.Replace(utf8), StoreMetadataJsonContext.Stored.StoreMetadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StoreMetadataJsonContext.Stored.StoreMetadata);
}

/// <summary>The generated serializer of what the store remembers of itself.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StoreMetadata))]
internal sealed partial class StoreMetadataJsonContext : JsonSerializerContext
{
    /// <inheritdoc cref="PeerJsonContext.Stored"/>
    public static StoreMetadataJsonContext Stored { get; } = new(PeerJsonContext.StoredForm());
}
