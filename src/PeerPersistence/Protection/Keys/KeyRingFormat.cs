using System.Buffers;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>
/// The ring's JSON: <c>{"format":1,"storeId":…,"provider":…,"keys":[{"id":1,"state":"active","wrapped":…}]}</c>, bytes as base64url.
/// </summary>
internal static class KeyRingFormat
{
    private const int Version = 1;

    private static readonly string[] StateNames = ["active", "decrypt-only", "destroyed"];

    public static string Name(KeyState state) => StateNames[(int)state];

    public static byte[] Write(KeyRingDocument ring)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteNumber("format", Version);
        json.WriteString("storeId", Base64Url.Encode(ring.StoreId));
        json.WriteString("provider", ring.Provider);
        json.WriteStartArray("keys");
        foreach (var key in ring.Keys)
        {
            json.WriteStartObject();
            json.WriteNumber("id", key.Id);
            json.WriteString("state", Name(key.State));
            if (key.Wrapped is { } wrapped)
                json.WriteString("wrapped", Base64Url.Encode(wrapped));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="SecretUnavailableException">The bytes are no ring of this version.</exception>
    public static KeyRingDocument Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (Parse(json) is { } ring)
                return ring;
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            // Told below, without the parser's message: it may quote.
        }

        ThrowIfNewer(json);
        throw new SecretUnavailableException(
            "The store's key ring is damaged or none. It is left as it is; restore it to open the secrets.");
    }

    /// <exception cref="SecretUnavailableException">A newer version of this library wrote it.</exception>
    public static void ThrowIfNewer(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && Field(ref reader) == "format"
                    && reader.TokenType == JsonTokenType.Number && reader.GetDouble() >= Version + 1)
                    throw new SecretUnavailableException(
                        "The key ring was written by a newer version of this library. Update the library.");
            }
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            // Nobody's.
        }
    }

    // By hand: to have the serializer find out what it is told takes a process that starts longer than all the rest of a secret.
    private static KeyRingDocument? Parse(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;
        var (format, storeId, provider, keys) = (0, (byte[]?)null, (string?)null, (List<WrappedKey>?)null);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            switch (Field(ref json))
            {
                case "format": format = json.GetInt32(); break;
                case "storeId": storeId = Bytes(json); break;
                case "provider": provider = json.GetString(); break;
                case "keys" when Keys(ref json) is { } read: keys = read; break;
                default: return null;
            }
        }

        return !json.Read() && format == Version
            && storeId is { Length: KeyRingDocument.StoreIdLength } && provider is not null && keys is not null
            && keys.Count(key => key.State == KeyState.Active) == 1 && keys.Select(key => (object)key.Id).Distinct().Count() == keys.Count
                ? new(storeId, provider, keys)
                : null;
    }

    private static List<WrappedKey>? Keys(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return null;
        List<WrappedKey> keys = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (Key(ref json) is not { } key)
                return null;
            keys.Add(key);
        }

        return keys;
    }

    private static WrappedKey? Key(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        var (id, state, wrapped, isWrapped) = (0U, -1, (byte[]?)null, false);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            switch (Field(ref json))
            {
                case "id": id = json.GetUInt32(); break;
                case "state": state = Array.IndexOf(StateNames, json.GetString()); break;
                case "wrapped": (wrapped, isWrapped) = (Bytes(json), json.TokenType != JsonTokenType.Null); break;
                default: return null;
            }
        }

        var isSound = id > 0 && state >= 0 && isWrapped == (state != (int)KeyState.Destroyed) && isWrapped == wrapped is not null;
        return isSound ? new(id, (KeyState)state, wrapped) : null;
    }

    /// <summary>The name of a field; the reader then stands at its value.</summary>
    private static string? Field(ref Utf8JsonReader json)
    {
        var name = json.GetString();
        json.Read();
        return name;
    }

    private static byte[]? Bytes(in Utf8JsonReader json) => json.GetString() is { } base64 ? Base64Url.Decode(base64) : null;
}
