using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>Reads values that may have another type than they should.</summary>
internal static class LenientValue
{
    private const int Long = 8 * 1024;

    public static void Write(RecordWriter writer, object value)
    {
        switch (value)
        {
            case string text: writer.WriteString(text); break;
            case long integer: writer.WriteNumber(integer); break;
            case double number: writer.WriteNumber(number); break;
            case JsonAsText json: writer.WriteString(json.ToText()); break;
            case JsonElement element: writer.WriteAsRead(element); break;
            case IReadOnlyList<object> items:
                writer.BeginArray();
                foreach (var item in items)
                    Write(writer, item);
                writer.EndArray();
                break;
            case IReadOnlyDictionary<string, object> fields:
                writer.BeginObject();
                foreach (var (name, field) in fields)
                {
                    writer.WriteName(name);
                    Write(writer, field);
                }

                writer.EndObject();
                break;
        }
    }

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

    public static Part Unreadable(JsonElement value) => new(null, new([value]));

    public static Part Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(ShortText(value) is { } text ? text : value, null),
        JsonValueKind.Number => new(new JsonAsText([value]), null),
        _ => Unreadable(value),
    };

    /// <summary>A public key is JSON as a text; some write the JSON itself.</summary>
    public static Part Key(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new(new JsonAsText([value]), null) : Text(value);

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

        return new(new JsonAsText([value]), null);
    }

    public static Part Name(JsonElement value) => value.ValueKind == JsonValueKind.String ? Text(value) : Unreadable(value);

    public static Part Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? new(value, null) : Unreadable(value);

    public static Part Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new(value, null),
        JsonValueKind.String when double.TryParse(ShortText(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => new(number, null),
        _ => Unreadable(value),
    };

    public static Part Int32(JsonElement value) => Integer(value, int.MinValue, int.MaxValue);

    public static Part Int64(JsonElement value) => Integer(value, long.MinValue, long.MaxValue);

    private static Part Integer(JsonElement value, long least, long most)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => ShortText(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number >= least && number <= most
            ? new((long)number, null)
            : Unreadable(value);
    }

    public static Part Items(IEnumerable<JsonElement> items, Func<JsonElement, Part> read)
    {
        var parts = items.Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Read(item, read)).ToList();
        var aside = parts.Where(part => part.Aside is not null).SelectMany(part => part.Aside!.Values).ToList();
        return new(parts.Select(part => part.Value).OfType<object>().ToList(), aside.Count == 0 ? null : new(aside) { IsList = true });
    }

    /// <returns><c>null</c>: it is too long to be held beside the JSON that it stands in.</returns>
    /// <exception cref="InvalidOperationException">It is no UTF-8.</exception>
    private static string? ShortText(JsonElement text) => text.GetRawText().Length <= Long ? text.GetString() : null;
}

/// <summary>JSON that is kept as a text, or in one.</summary>
internal sealed class JsonAsText(IReadOnlyList<JsonElement> values)
{
    public IReadOnlyList<JsonElement> Values => values;

    public bool IsList { get; init; }

    public string ToText() => IsList ? $"[{string.Join(',', values.Select(Text))}]" : Text(values[0]);

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // It is no UTF-8, and the writer puts U+FFFD in the place of what is none.
            using var writer = new RecordWriter();
            writer.WriteValue(value);
            return Encoding.UTF8.GetString(writer.ToArray());
        }
    }
}

/// <summary>A value as it was understood, and the JSON of what was not.</summary>
/// <remarks>It is a text, a number, JSON as it was read, or a list or fields of these.</remarks>
internal readonly struct Part(object? value, JsonAsText? aside)
{
    public object? Value => value;

    public JsonAsText? Aside => aside;
}
