using System.Security.Cryptography;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>
/// The secrets of the original, read when its users move over: base64 of IV (12), ciphertext and tag (16), bound to nothing.
/// </summary>
/// <remarks>Its key lies in clear beside them, a JWK: <c>{"kty":"oct","k":…}</c> with 32 bytes as base64url.</remarks>
internal static class OriginalSecret
{
    /// <summary>Characters of the largest secret there may be, sealed.</summary>
    public const int MaxLength = (PeerLimits.SecretBytes + IvLength + Envelope.TagLength + 2) / 3 * 4;

    private const int KeyLength = 32;
    private const int IvLength = 12;

    /// <summary>The key, to be cleared by the caller, or <c>null</c> where the bytes are no such JWK.</summary>
    public static byte[]? ReadKey(ReadOnlyMemory<byte> jwk)
    {
        if (jwk.Span.IndexOf("kty"u8) < 0)
            return null; // As nearly always: a ring lies there.
        try
        {
            using var document = JsonDocument.Parse(jwk);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && Text(root, "kty") == "oct"
                && Text(root, "k") is { } key
                && Base64Url.Decode(key) is { Length: KeyLength } bytes ? bytes : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the bytes are such a key.</summary>
    public static bool IsKey(ReadOnlyMemory<byte> jwk)
    {
        var key = ReadKey(jwk);
        CryptographicOperations.ZeroMemory(key);
        return key is not null;
    }

    /// <summary>Opens one secret. Neither a wrong key nor a changed ciphertext can be told from the other: both are damaged.</summary>
    /// <exception cref="SecretUnavailableException">The platform has no AES-GCM.</exception>
    public static async ValueTask<OpenedSecret> OpenAsync(
        string encryptedSecret, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        var bytes = new byte[encryptedSecret.Length];
        if (!Convert.TryFromBase64String(encryptedSecret, bytes, out var length) || length < IvLength + Envelope.TagLength)
            return new(SecretStatus.Damaged, null);

        var plaintext = new byte[length - IvLength - Envelope.TagLength];
        return await PlatformCryptography.Current.Cipher.DecryptAsync(
            key, bytes.AsMemory(0, IvLength), bytes.AsMemory(IvLength..length), default, plaintext, cancellationToken).ConfigureAwait(false)
            ? SecretText.FromBytes(plaintext)
            : new(SecretStatus.Damaged, null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
