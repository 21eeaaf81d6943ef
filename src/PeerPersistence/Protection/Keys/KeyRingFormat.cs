using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>
/// The ring's JSON: <c>{"format":1,"storeId":…,"provider":…,"keys":[{"id":1,"state":"active","wrapped":…}]}</c>, bytes as base64url.
/// </summary>
internal static class KeyRingFormat
{
    private const int Version = 1;

    private static readonly string[] StateNames = ["active", "decrypt-only", "destroyed"];

    public static string Name(KeyState state) => StateNames[(int)state];

    public static byte[] Write(KeyRingDocument ring) => JsonSerializer.SerializeToUtf8Bytes(
        new KeyRingJson(
            Version,
            Base64Url.Encode(ring.StoreId),
            ring.Provider,
            [.. ring.Keys.Select(key =>
                new KeyJson(key.Id, Name(key.State), key.Wrapped is { } wrapped ? Base64Url.Encode(wrapped) : null))]),
        KeyRingJsonContext.Default.KeyRingJson);

    /// <exception cref="SecretUnavailableException">The bytes are no ring of this version.</exception>
    public static KeyRingDocument Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var ring = JsonSerializer.Deserialize(json, KeyRingJsonContext.Default.KeyRingJson);
            if (ring is { Format: > Version })
                throw Newer();
            if (Check(ring) is { } document)
                return document;
        }
        catch (JsonException)
        {
            // Told below, without the parser's message: it may quote.
        }

        throw new SecretUnavailableException(
            "The store's key ring is damaged or none. It is left as it is; restore it to open the secrets.");
    }

    /// <exception cref="SecretUnavailableException">A newer version of this library wrote it.</exception>
    public static void ThrowIfNewer(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } ring
                && ring.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Number
                    && format.GetDouble() > Version)
                throw Newer();
        }
        catch (JsonException)
        {
            // Nobody's.
        }
    }

    private static SecretUnavailableException Newer() =>
        new("The key ring was written by a newer version of this library. Update the library.");

    private static KeyRingDocument? Check(KeyRingJson? ring)
    {
        if (ring is not { Format: Version, StoreId: not null, Provider: not null, Keys: not null })
            return null;

        var storeId = Base64Url.Decode(ring.StoreId);
        var keys = ring.Keys.Select(Check).OfType<WrappedKey>().ToList();
        var sound = storeId is { Length: KeyRingDocument.StoreIdLength }
            && keys.Count == ring.Keys.Count
            && keys.Select(key => key.Id).Distinct().Count() == keys.Count
            && keys.Count(key => key.State == KeyState.Active) == 1;
        return sound ? new(storeId!, ring.Provider, keys) : null;
    }

    private static WrappedKey? Check(KeyJson? key)
    {
        if (key is not { Id: > 0 })
            return null;

        var state = Array.IndexOf(StateNames, key.State);
        var wrapped = key.Wrapped is null ? null : Base64Url.Decode(key.Wrapped);
        var sound = state >= 0 && (wrapped is null) == (state == (int)KeyState.Destroyed) && (wrapped is null) == (key.Wrapped is null);
        return sound ? new(key.Id, (KeyState)state, wrapped) : null;
    }
}

internal sealed record KeyRingJson(int Format, string StoreId, string Provider, IReadOnlyList<KeyJson> Keys);

internal sealed record KeyJson(uint Id, string State, string? Wrapped)
{
    // Under a passphrase even a wrapped key invites guessing.
    public override string ToString() => $"KeyJson {{ {Id}, {State} }}";
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(KeyRingJson))]
internal sealed partial class KeyRingJsonContext : JsonSerializerContext;
