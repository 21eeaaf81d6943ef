using System.Security.Cryptography;
using System.Text;

namespace MeshChat.Server;

/// <summary>Only who has a door's key stands there: it signs what the server has just made up.</summary>
internal static class DoorKey
{
    private const int ChallengeBytes = 16;

    public static string NewChallenge() => Base64Url.Encode(RandomNumberGenerator.GetBytes(ChallengeBytes));

    /// <returns>Whose door it is; <c>null</c>: the signature is not that key's.</returns>
    public static string? OwnerOf(string challenge, string x, string y, string signature)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Base64Url.Decode(x), Y = Base64Url.Decode(y) },
            });
            var signed = Encoding.UTF8.GetBytes("meshchat door\n" + challenge);
            return key.VerifyData(signed, Convert.FromBase64String(signature), HashAlgorithmName.SHA256) ? Thumbprint.Of(x, y) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
