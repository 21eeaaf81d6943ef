using System.Security.Cryptography;
using System.Text;

namespace MeshChat;

/// <summary>A secret that two peers share: drawn by one, told to the other through the channel, kept by both in the peer's record.</summary>
internal static class SharedSecret
{
    private const int Bytes = 32;

    public static string New() => Base64Url.Encode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Names a secret without telling it, so that two peers find out whether they hold the same one.</summary>
    public static string? Mark(string? secret) =>
        secret is null ? null : Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes("meshchat mark " + secret)).AsSpan(0, 16));
}
