using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>
/// Keeps secrets out of what <c>JsonSerializer</c> writes: <c>null</c> stands in their place. A secret that is read is taken.
/// </summary>
/// <remarks>
/// It holds for shared secrets, TURN credentials and passphrases. Addresses and public keys are written: who serialises a peer wants
/// them.
/// Public, since a serializer that is generated in the application has to reach it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SecretJsonConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNullValue();
    }
}
