using System.Text;
using System.Text.Json;

namespace PeerPersistence.Tests.Protection;

/// <summary>Finds a secret in bytes, in every spelling that it may have come to be written in.</summary>
internal static class Plaintext
{
    public static bool IsIn(ReadOnlySpan<byte> bytes, string secret)
    {
        var json = JsonSerializer.Serialize(secret)[1..^1];
        return bytes.IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0
            || bytes.IndexOf(Encoding.UTF8.GetBytes(json)) >= 0
            || IsIn(bytes, Encoding.UTF8.GetBytes(secret));
    }

    public static bool IsIn(ReadOnlySpan<byte> bytes, byte[] secret)
    {
        if (bytes.IndexOf(secret) >= 0 || ContainsText(bytes, Convert.ToHexString(secret)) || ContainsText(bytes, Convert.ToHexString(secret).ToLowerInvariant()))
            return true;

        // As base64 the secret may begin at any of three places within a group; the characters at its ends depend on its neighbours.
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String([.. new byte[shift], .. secret])[(shift == 0 ? 0 : 4)..^4];
            if (ContainsText(bytes, base64) || ContainsText(bytes, base64.Replace('+', '-').Replace('/', '_')))
                return true;
        }

        return false;
    }

    private static bool ContainsText(ReadOnlySpan<byte> bytes, string text) => bytes.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
