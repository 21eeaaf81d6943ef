using System.Text.Json;

namespace MeshChat;

/// <summary>Who a peer is: the fingerprint of its P-256 key, that key, and the name it goes by.</summary>
/// <param name="Id">The thumbprint of the key (RFC 7638), so nobody can pass for another.</param>
/// <param name="Name">What friends call it.</param>
/// <param name="X">The key's first coordinate, in base64url.</param>
/// <param name="Y">Its second one.</param>
internal sealed record PeerCard(string Id, string Name, string X, string Y)
{
    /// <summary>Not known yet.</summary>
    public static PeerCard Nobody { get; } = new("", "", "", "");

    /// <summary>The key as a JWK, its members in the order of RFC 7638.</summary>
    public string Jwk => Thumbprint.JwkOf(X, Y);

    public static PeerCard Of(string name, string x, string y) => new(Thumbprint.Of(x, y), name, x, y);

    /// <returns><c>null</c>: the record is of a peer of another kind, such as the original's.</returns>
    public static PeerCard? Of(PeerData peer)
    {
        try
        {
            var key = peer.PublicKey is null ? null : JsonSerializer.Deserialize(peer.PublicKey, WireJson.Default.PublicKey);
            var card = key is { X: { } x, Y: { } y } ? new PeerCard(peer.PeerId, peer.DisplayName, x, y) : null;
            return card?.IsSound() == true ? card : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the id is the key's, and all is within bounds. That the key is a point of the curve the browser says.</summary>
    public bool IsSound() => PlainText.IsName(Name) && IsCoordinate(X) && IsCoordinate(Y) && Of(Name, X, Y).Id == Id;

    private static bool IsCoordinate(string? text) => text is { Length: 43 } && Base64Url.Decode(text) is { Length: 32 };
}

/// <summary>The members of a JWK that matter.</summary>
internal sealed record PublicKey(string? X, string? Y);
