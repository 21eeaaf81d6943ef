using System.Security.Cryptography;
using System.Text;

namespace MeshChat;

/// <summary>A text that only the two who share a secret can read: a nonce, the ciphertext of AES-256-GCM, its tag.</summary>
internal static class SealedText
{
    public const int MaxBytes = NonceBytes + (4 * WireLimits.Text) + TagBytes;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    /// <param name="text">What to seal.</param>
    /// <param name="secret">The shared secret.</param>
    /// <param name="context">Who writes to whom, and which message it is: it opens in no other place.</param>
    public static byte[] Seal(string text, string secret, string context)
    {
        var clear = Encoding.UTF8.GetBytes(text);
        var result = new byte[NonceBytes + clear.Length + TagBytes];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyOf(secret), TagBytes);
        aes.Encrypt(
            nonce, clear, result.AsSpan(NonceBytes, clear.Length), result.AsSpan(NonceBytes + clear.Length),
            Encoding.UTF8.GetBytes(context));
        return result;
    }

    /// <returns><c>null</c>: sealed with another secret, for another place, or changed on the way.</returns>
    public static string? Open(byte[] sealedText, string secret, string context)
    {
        if (sealedText.Length < NonceBytes + TagBytes)
            return null;
        var clear = new byte[sealedText.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(KeyOf(secret), TagBytes);
            aes.Decrypt(
                sealedText.AsSpan(0, NonceBytes), sealedText.AsSpan(NonceBytes, clear.Length), sealedText.AsSpan(NonceBytes + clear.Length),
                clear, Encoding.UTF8.GetBytes(context));
            return Encoding.UTF8.GetString(clear);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(string secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, info: "meshchat direct message"u8.ToArray());
}
