using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>Writes a size as the original does, a text with two decimals in any culture; reads texts and numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MegabytesJsonConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberText.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString("F2", CultureInfo.InvariantCulture));
    }
}

/// <summary>Writes a share as the original does, a text with one decimal in any culture; reads texts and numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PercentJsonConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        NumberText.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString("F1", CultureInfo.InvariantCulture));
    }
}

/// <summary>A number, or a text that is one.</summary>
internal static class NumberText
{
    public static double Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return reader.GetDouble();
        return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new JsonException("A number must be a number, or a text that is one.");
    }
}
