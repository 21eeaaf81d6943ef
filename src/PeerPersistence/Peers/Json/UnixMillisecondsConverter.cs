using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>
/// Instants as Unix milliseconds, JavaScript's <c>Date.now()</c>. What is out of range becomes the nearest instant in it.
/// </summary>
internal sealed class UnixMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public static DateTimeOffset Read(ref Utf8JsonReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) && whole >= 0 && whole <= Latest
            ? whole
            : (long)Math.Clamp(reader.GetDouble(), 0, Latest));

    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, Latest));

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
