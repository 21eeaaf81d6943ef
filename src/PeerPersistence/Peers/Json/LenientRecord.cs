using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerPersistence;

/// <summary>A record in which a field has another type than it should: what can be understood is, what cannot is set aside.</summary>
/// <remarks>
/// <c>3.0</c>, <c>1e1</c> and <c>"0"</c> are integers, a number is a text where a text belongs, one object is a list of one, a key
/// may be an object. Each object keeps the JSON of its own fields that could not be read, as text, in <see cref="SetAside"/>.
/// </remarks>
internal static class LenientRecord
{
    /// <summary>The field that no version reads, and every version keeps.</summary>
    public const string SetAside = "setAside";

    private static readonly Dictionary<string, Func<JsonElement, Part>> Server = new()
    {
        ["urls"] = Texts, ["username"] = Text, ["credential"] = Text,
    };

    private static readonly Dictionary<string, Func<JsonElement, Part>> Candidate = new()
    {
        ["candidate"] = Text, ["sdpMid"] = Text, ["sdpMLineIndex"] = Int32, ["usernameFragment"] = Text, ["type"] = Name,
        ["knownSince"] = Number, ["lastWorked"] = Number, ["introducedBy"] = Text,
    };

    private static readonly Dictionary<string, Func<JsonElement, Part>> Quality = new()
    {
        ["latency"] = Number, ["successRate"] = Number, ["connectionType"] = Name, ["lastMeasured"] = Number,
        ["totalConnections"] = Int32, ["successfulConnections"] = Int32, ["avgUptime"] = Number,
    };

    private static readonly Dictionary<string, Func<JsonElement, Part>> Peer = new()
    {
        ["peerId"] = Text, ["userId"] = Text, ["displayName"] = Text, ["firstSeen"] = Number, ["lastSeen"] = Number, ["lastConnected"] = Number,
        ["publicKey"] = Key, ["sharedSecret"] = Text, ["encryptedSecret"] = Text, ["secretLeftOut"] = Flag, ["secretRevision"] = Int64,
        ["lastKnownIP"] = Text, ["iceServers"] = value => List(value, Server), ["cachedCandidates"] = value => List(value, Candidate),
        ["connectionQuality"] = value => value.ValueKind == JsonValueKind.Object ? new(Object(FieldsOf(value), Quality), null) : Unreadable(value),
        ["reconnectionAttempts"] = Int32, ["blacklistUntil"] = Number, ["isPinned"] = Flag, ["presence"] = Text,
        ["metadata"] = value => value.ValueKind == JsonValueKind.Object ? new(JsonObject.Create(value), null) : Unreadable(value),
        ["dataVersion"] = Text,
    };

    /// <summary>Without these a record is damaged: it may not be set aside who it is, when it was there, and what opens its secret.</summary>
    private static readonly HashSet<string> Vital =
        ["peerId", "firstSeen", "lastSeen", "lastConnected", "blacklistUntil", "sharedSecret", "encryptedSecret", "secretRevision"];

    /// <summary>The same record with every field of the type that it should have.</summary>
    /// <exception cref="JsonException">It is no object, or a vital field cannot be read.</exception>
    public static JsonObject Repair(JsonElement record) => record.ValueKind == JsonValueKind.Object
        ? Object(FieldsOf(record), Peer, Vital)
        : throw new JsonException("It is no object.");

    /// <summary>What can be read of a damaged record: all fields up to where it is no JSON any more, vital or not.</summary>
    /// <returns><c>null</c>: nothing but an id, or another peer's.</returns>
    public static JsonObject? Rescue(ReadOnlySpan<byte> utf8, string peerId)
    {
        List<(string, JsonElement)> fields = [];
        var reader = new Utf8JsonReader(utf8);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                fields.Add((name, JsonElement.ParseValue(ref reader)));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off, or overwritten, from here on.
        }

        var rescued = Object(fields, Peer);
        var isOthers = rescued["peerId"] is { } id && id.GetValue<string>() != peerId;
        rescued["peerId"] = peerId;
        return isOthers || rescued.Count == 1 ? null : rescued;
    }

    private static IEnumerable<(string Name, JsonElement Value)> FieldsOf(JsonElement json) =>
        json.EnumerateObject().Select(field => (field.Name, field.Value));

    private static JsonObject Object(
        IEnumerable<(string Name, JsonElement Value)> fields, Dictionary<string, Func<JsonElement, Part>> known, HashSet<string>? vital = null)
    {
        var repaired = new JsonObject();
        var aside = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (name == SetAside && value.ValueKind == JsonValueKind.Object)
                SetAsideEarlier(value, aside);
            else if (!known.TryGetValue(name, out var read))
                repaired[name] = Node(value);
            else if (value.ValueKind != JsonValueKind.Null && Read(value, read) is var part)
            {
                if (part.Aside is not null && vital?.Contains(name) == true)
                    throw new JsonException("A vital field cannot be read.");
                if (part.Value is not null)
                    repaired[name] = part.Value;
                if (part.Aside is not null)
                    aside[name] = part.Aside;
            }
        }

        if (aside.Count > 0)
            repaired[SetAside] = aside;
        return repaired;
    }

    private static void SetAsideEarlier(JsonElement earlier, JsonObject aside)
    {
        foreach (var (name, value) in FieldsOf(earlier))
        {
            if (!aside.ContainsKey(name))
                aside[name] = Node(value);
        }
    }

    private static Part Read(JsonElement value, Func<JsonElement, Part> read)
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

    private static Part Unreadable(JsonElement value) => new(null, value.GetRawText());

    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private static Part Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new(JsonValue.Create(value.GetString()), null),
        JsonValueKind.Number => new(JsonValue.Create(value.GetRawText()), null),
        _ => Unreadable(value),
    };

    /// <summary>A public key is JSON as a text; some write the JSON itself.</summary>
    private static Part Key(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new(JsonValue.Create(value.GetRawText()), null) : Text(value);

    private static Part Name(JsonElement value) => value.ValueKind == JsonValueKind.String ? Text(value) : Unreadable(value);

    private static Part Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? new(Node(value), null) : Unreadable(value);

    private static Part Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? new(Node(value), null)
        : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? new(JsonValue.Create(number), null)
        : Unreadable(value);

    private static Part Int32(JsonElement value) => Integer(value, int.MinValue, int.MaxValue);

    private static Part Int64(JsonElement value) => Integer(value, long.MinValue, long.MaxValue);

    private static Part Integer(JsonElement value, long least, long most)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number >= least && number <= most
            ? new(JsonValue.Create((long)number), null)
            : Unreadable(value);
    }

    private static Part Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array ? Items(value.EnumerateArray(), Text) : Text(value);

    private static Part List(JsonElement value, Dictionary<string, Func<JsonElement, Part>> fields)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Array => Items(value.EnumerateArray(), Item),
            JsonValueKind.Object => Items([value], Item),
            _ => Unreadable(value),
        };

        Part Item(JsonElement item) => item.ValueKind == JsonValueKind.Object ? new(Object(FieldsOf(item), fields), null) : Unreadable(item);
    }

    private static Part Items(IEnumerable<JsonElement> items, Func<JsonElement, Part> read)
    {
        var parts = items.Where(item => item.ValueKind != JsonValueKind.Null).Select(item => Read(item, read)).ToList();
        var aside = parts.Select(part => part.Aside).OfType<string>().ToList();
        return new(
            new JsonArray([.. parts.Select(part => part.Value).OfType<JsonNode>()]),
            aside.Count == 0 ? null : $"[{string.Join(',', aside)}]");
    }

    /// <summary>A field as it was understood, and the JSON of what was not.</summary>
    private readonly record struct Part(JsonNode? Value, string? Aside);
}
