using System.Text.Json;
using static PeerPersistence.LenientValue;

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

    /// <summary>The field that is never set aside, where it would lie in clear: what is no text opens nothing.</summary>
    public const string SharedSecret = "sharedSecret";

    private static readonly Dictionary<string, Func<JsonElement, Part>> Server = new()
    {
        ["urls"] = Texts, ["username"] = Text, ["credential"] = Secret,
        ["encryptedCredential"] = Text, ["credentialRevision"] = Int64,
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
        ["peerId"] = Text, ["userId"] = Text, ["displayName"] = Text,
        ["firstSeen"] = Number, ["lastSeen"] = Number, ["lastConnected"] = Number,
        ["publicKey"] = Key, [SharedSecret] = Text, ["encryptedSecret"] = Text, ["secretLeftOut"] = Flag, ["secretRevision"] = Int64,
        ["lastKnownIP"] = Text,
        ["iceServers"] = value => List(value, Server), ["cachedCandidates"] = value => List(value, Candidate),
        ["connectionQuality"] = value => Item(value, Quality),
        ["reconnectionAttempts"] = Int32, ["blacklistUntil"] = Number, ["isPinned"] = Flag, ["presence"] = Text,
        ["metadata"] = value => value.ValueKind == JsonValueKind.Object ? new(value, null) : Unreadable(value),
        ["dataVersion"] = Text,
    };

    /// <summary>
    /// Without these a record is damaged: it may not be set aside who it is, when it was there, and what opens its secret.
    /// </summary>
    private static readonly HashSet<string> Vital =
        ["peerId", "firstSeen", "lastSeen", "lastConnected", "blacklistUntil", SharedSecret, "encryptedSecret", "secretRevision"];

    /// <summary>The same record with every field of the type that it should have.</summary>
    /// <exception cref="JsonException">It is no object, or a vital field cannot be read.</exception>
    public static IReadOnlyDictionary<string, object> Repair(JsonElement record) => record.ValueKind == JsonValueKind.Object
        ? Object(FieldsOf(record), Peer, Vital)
        : throw new JsonException("It is no object.");

    /// <summary>What can be read of a damaged record: all fields up to where it is no JSON any more, vital or not.</summary>
    /// <returns><c>null</c>: nothing but an id, or another peer's.</returns>
    public static IReadOnlyDictionary<string, object>? Rescue(ReadOnlySpan<byte> utf8, string peerId)
    {
        List<(string, JsonElement)> fields = [];
        var reader = new Utf8JsonReader(utf8);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = JsonText.Name(reader);
                reader.Read();
                fields.Add((name, JsonText.Element(ref reader)));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut off, or overwritten, from here on.
        }

        var rescued = Object(fields, Peer);
        var isOthers = rescued.TryGetValue("peerId", out var id) && (id as JsonAsText)?.ToText() != peerId && !peerId.Equals(id);
        rescued["peerId"] = peerId;
        return isOthers || rescued.Count == 1 ? null : rescued;
    }

    /// <summary>The same fields without what was set aside of one, where it must not be given away.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? Without(IReadOnlyDictionary<string, JsonElement>? unknown, string field)
    {
        if (unknown?.GetValueOrDefault(SetAside) is not { ValueKind: JsonValueKind.Object } aside || !aside.TryGetProperty(field, out _))
            return unknown;
        using var writer = new RecordWriter();
        writer.BeginObject();
        foreach (var (name, value) in FieldsOf(aside).Where(one => one.Name != field))
            writer.WriteField(name, value);
        writer.EndObject();
        using var json = JsonDocument.Parse(writer.ToArray());
        return new Dictionary<string, JsonElement>((ValueMap<JsonElement>)unknown) { [SetAside] = json.RootElement.Clone() };
    }

    private static IEnumerable<(string Name, JsonElement Value)> FieldsOf(JsonElement json) =>
        json.EnumerateObject().Select(field => (field.Name, field.Value));

    private static Dictionary<string, object> Object(
        IEnumerable<(string Name, JsonElement Value)> fields, Dictionary<string, Func<JsonElement, Part>> known,
        HashSet<string>? vital = null)
    {
        Dictionary<string, object> repaired = [];
        Dictionary<string, object> aside = [];
        foreach (var (name, value) in fields)
        {
            if (name == SetAside && value.ValueKind == JsonValueKind.Object)
                SetAsideEarlier(value, aside);
            else if (!known.TryGetValue(name, out var read))
                repaired[name] = value;
            else if (value.ValueKind != JsonValueKind.Null && Read(value, read) is var part)
            {
                if (part.Aside is not null && vital?.Contains(name) == true)
                    throw new JsonException("A vital field cannot be read.");
                if (part.Value is not null)
                    repaired[name] = part.Value;
                if (part.Aside is not null && name != SharedSecret)
                    aside[name] = part.Aside;
            }
        }

        if (aside.Count > 0)
            repaired[SetAside] = aside;
        return repaired;
    }

    private static void SetAsideEarlier(JsonElement earlier, Dictionary<string, object> aside)
    {
        foreach (var (name, value) in FieldsOf(earlier))
        {
            if (!aside.ContainsKey(name))
                aside[name] = value;
        }
    }

    private static Part Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? Items(value.EnumerateArray(), Text) : Text(value);

    private static Part List(JsonElement value, Dictionary<string, Func<JsonElement, Part>> fields) => value.ValueKind switch
    {
        JsonValueKind.Array => Items(value.EnumerateArray(), item => Item(item, fields)),
        JsonValueKind.Object => Items([value], item => Item(item, fields)),
        _ => Unreadable(value),
    };

    private static Part Item(JsonElement value, Dictionary<string, Func<JsonElement, Part>> fields) =>
        value.ValueKind == JsonValueKind.Object ? new(Object(FieldsOf(value), fields), null) : Unreadable(value);
}
