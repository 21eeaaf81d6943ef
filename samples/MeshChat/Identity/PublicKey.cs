using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace MeshChat;

/// <summary>A peer's public key, on the curve P-256. Its fingerprint is the peer's id, so nobody can pass for another.</summary>
internal sealed record PublicKey
{
    private const int CoordinateBytes = 32;

    private PublicKey(string jwk) => (Jwk, Id) = (jwk, Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(jwk))));

    /// <summary>The key as a JWK, its members in the order of RFC 7638.</summary>
    public string Jwk { get; }

    /// <summary>The JWK's thumbprint (RFC 7638): 43 characters of base64url.</summary>
    public string Id { get; }

    /// <returns><c>null</c>: no P-256 key.</returns>
    public static PublicKey? Of(X509Certificate2 certificate)
    {
        try
        {
            using var key = certificate.GetECDsaPublicKey();
            return key?.ExportParameters(includePrivateParameters: false).Q is { X: { } x, Y: { } y } ? Of(x, y) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <returns><c>null</c>: no P-256 key.</returns>
    public static PublicKey? Parse(string? jwk)
    {
        try
        {
            return jwk is not null
                && JsonSerializer.Deserialize(jwk, WireJson.Default.JwkFields) is { Kty: "EC", Crv: "P-256", X: { } x, Y: { } y }
                && Base64Url.Decode(x) is { } xBytes && Base64Url.Decode(y) is { } yBytes
                ? Of(xBytes, yBytes) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public bool Verifies(string text, byte[] signature)
    {
        var fields = JsonSerializer.Deserialize(Jwk, WireJson.Default.JwkFields)!;
        using var key = ECDsa.Create(Parameters(Base64Url.Decode(fields.X!)!, Base64Url.Decode(fields.Y!)!));
        return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256);
    }

    private static PublicKey? Of(byte[] x, byte[] y)
    {
        if (x.Length != CoordinateBytes || y.Length != CoordinateBytes)
            return null;
        try
        {
            // Fails for a point that is not on the curve.
            ECDsa.Create(Parameters(x, y)).Dispose();
            return new($$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.Encode(x)}}","y":"{{Base64Url.Encode(y)}}"}""");
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ECParameters Parameters(byte[] x, byte[] y) =>
        new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } };
}

/// <summary>The members of an elliptic curve key in a JWK (RFC 7518, section 6.2).</summary>
internal sealed record JwkFields(string? Crv, string? Kty, string? X, string? Y);
