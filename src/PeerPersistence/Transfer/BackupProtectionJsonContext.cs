using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>The generated serializer of what opens an export.</summary>
[JsonSerializable(typeof(BackupProtection))]
internal sealed partial class BackupProtectionJsonContext : JsonSerializerContext
{
    /// <inheritdoc cref="PeerJsonContext.Stored"/>
    public static BackupProtectionJsonContext Stored { get; } = new(PeerJsonContext.StoredForm());
}
