using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MeshChat.Tests.Hostile;

/// <summary>Cards of peers that are nowhere: genuine keys, signed, and an address of the attacker's choice.</summary>
internal static class MadeUpCards
{
    public static IEnumerable<PeerCard> At(string address, int count) =>
        Enumerable.Range(0, count).Select(number => At(address, $"nobody-{number}"));

    /// <summary>Introductions of so many cards, as many a frame as it may hold.</summary>
    public static IEnumerable<Introduction> FramesAt(string address, int count) =>
        At(address, count).Chunk(WireLimits.Cards).Select(cards => new Introduction(cards));

    /// <summary>The bytes of JSON in cards.</summary>
    public static int Bytes(IEnumerable<PeerCard> cards) =>
        cards.Sum(card => JsonSerializer.SerializeToUtf8Bytes(card, WireJson.Default.PeerCard).Length);

    private static PeerCard At(string address, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.Encode(point.X)}}","y":"{{Base64Url.Encode(point.Y)}}"}""";
        var card = new PeerCard
        {
            Id = PublicKey.Parse(jwk)!.Id, Name = name, Key = jwk, Addresses = [address], Signature = [],
            IssuedAt = TimeProvider.System.GetUtcNow(),
        };
        return card with { Signature = key.SignData(Encoding.UTF8.GetBytes(card.SignedText()), HashAlgorithmName.SHA256) };
    }
}
