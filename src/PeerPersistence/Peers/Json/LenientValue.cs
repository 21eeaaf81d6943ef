using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence;

/// <summary>Reads values that may have another type than they should.</summary>
internal static class LenientValue
{
    public static Part Read(JsonElement value, Func<JsonElement, Part> read)
    {
        try
        {
            return read(value);
        }
        catch (InvalidOperationException)
        {
            return Unreadable(value); // A text that is no UTF-8.
        }
    }

    public static Part Unreadable(JsonElement value) => new(null, value.GetRawText());

    public static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    public static Part Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(JsonValue.Create(value.GetString()), null),
        JsonValueKind.Number => new(JsonValue.Create(value.GetRawText()), null),
        _ => Unreadable(value),
    };

    /// <summary>A public key is JSON as a text; some write the JSON itself.</summary>
    public static Part Key(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new(JsonValue.Create(value.GetRawText()), null) : Text(value);

    /// <summary>What must not be set aside in clear: where it is no text, it is the text of its JSON, and is sealed as one.</summary>
    public static Part Secret(JsonElement value)
    {
        try
        {
            if (Text(value) is { Value: not null } text)
                return text;
        }
        catch (InvalidOperationException)
        {
            // A text that is no UTF-8.
        }

        return new(JsonValue.Create(value.GetRawText()), null);
    }

    public static Part Name(JsonElement value) => value.ValueKind == JsonValueKind.String ? Text(value) : Unreadable(value);

    public static Part Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? new(Node(value), null) : Unreadable(value);

    public static Part Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new(Node(value), null),
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => new(JsonValue.Create(number), null),
        _ => Unreadable(value),
    };

    public static Part Int32(JsonElement value) => Integer(value, int.MinValue, int.MaxValue);

    public static Part Int64(JsonElement value) => Integer(value, long.MinValue, long.MaxValue);

    private static Part Integer(JsonElement value, long least, long most)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number >= least && number <= most
            ? new(JsonValue.Create((long)number), null)
            : Unreadable(value);
    }

    public static Part Items(IEnumerable<JsonElement> items, Func<JsonElement, Part> read)
    {
        var parts = items.Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Read(item, read)).ToList();
        var aside = parts.Select(part => part.Aside).OfType<string>().ToList();
        return new(
            new JsonArray([.. parts.Select(part => part.Value).OfType<JsonNode>()]),
            aside.Count == 0 ? null : $"[{string.Join(',', aside)}]");
    }
}

/// <summary>A value as it was understood, and the JSON of what was not.</summary>
internal readonly struct Part(JsonNode? value, string? aside)
{
    public JsonNode? Value => value;

    public string? Aside => aside;
}
