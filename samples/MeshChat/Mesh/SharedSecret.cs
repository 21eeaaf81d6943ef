using System.Security.Cryptography;
using System.Text;

namespace MeshChat;

/// <summary>
/// A secret that two peers share. Each draws a half and tells it to the other through the channel; together they give the
/// secret, which both keep in the other's record.
/// </summary>
/// <remarks>
/// A half is the same as long as the program runs: when two peers call each other in the same instant, both calls end in the
/// same secret.
/// </remarks>
internal sealed class SharedSecret
{
    private const int Bytes = 32;
    private readonly byte[] _seed = RandomNumberGenerator.GetBytes(Bytes);

    /// <summary>Our half for a peer; to every peer another.</summary>
    public string HalfFor(string peerId) => Derive(_seed, "half for " + peerId);

    /// <summary>What two halves give, in whichever order.</summary>
    public static string Combine(string half, string otherHalf)
    {
        string[] both = [half, otherHalf];
        Array.Sort(both, StringComparer.Ordinal);
        return Derive(Encoding.UTF8.GetBytes(string.Join('\n', both)), "secret");
    }

    /// <summary>Names a secret without telling it, so that two peers find out whether they hold the same one.</summary>
    public static string? Mark(string? secret) => secret is null ? null : Derive(Encoding.UTF8.GetBytes(secret), "mark");

    private static string Derive(byte[] key, string purpose) =>
        Base64Url.Encode(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Bytes, info: Encoding.UTF8.GetBytes("meshchat " + purpose)));
}
