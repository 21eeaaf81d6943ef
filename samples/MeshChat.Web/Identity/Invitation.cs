using System.Security.Cryptography;

namespace MeshChat;

/// <summary>All that a stranger needs to join: whose key has to answer, and a token that works once.</summary>
internal sealed record Invitation(string PeerId, string Token)
{
    private const int TokenBytes = 12;
    private const string Prefix = "meshweb1-", Fragment = "#join=";

    public static string NewToken() => Base64Url.Encode(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>The code to paste: 68 characters.</summary>
    public string ToCode() => Prefix + Base64Url.Encode([.. Base64Url.Decode(PeerId)!, .. Base64Url.Decode(Token)!]);

    /// <summary>The link to send. What follows the # never leaves the browser.</summary>
    public string ToLink(string page) => page.Split('#', '?')[0] + Fragment + ToCode();

    /// <param name="text">A code, or a link with one.</param>
    /// <returns><c>null</c>: this is no invitation.</returns>
    public static Invitation? Parse(string text)
    {
        var code = text[(text.LastIndexOf(Fragment, StringComparison.Ordinal) is >= 0 and var at ? at + Fragment.Length : 0)..].Trim();
        return code.StartsWith(Prefix, StringComparison.Ordinal) && code.Length <= WireLimits.InvitationCode
            && Base64Url.Decode(code[Prefix.Length..]) is { Length: SHA256.HashSizeInBytes + TokenBytes } bytes
            ? new(Base64Url.Encode(bytes.AsSpan(0, SHA256.HashSizeInBytes)), Base64Url.Encode(bytes.AsSpan(SHA256.HashSizeInBytes)))
            : null;
    }
}
