using System.Security.Cryptography;
using System.Text;

namespace MeshChat;

/// <summary>What names a P-256 key (RFC 7638), so that nobody can pass for another.</summary>
internal static class Thumbprint
{
    public static string Of(string x, string y) => Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(JwkOf(x, y))));

    /// <summary>The key as a JWK, its members in the order of RFC 7638.</summary>
    public static string JwkOf(string x, string y) => $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
}
