using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>The generated serializer of what the store remembers of itself.</summary>
[JsonSerializable(typeof(StoreMetadata))]
internal sealed partial class StoreMetadataJsonContext : JsonSerializerContext
{
    /// <inheritdoc cref="PeerJsonContext.Stored"/>
    public static StoreMetadataJsonContext Stored { get; } = new(PeerJsonContext.StoredForm());
}
