using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace MeshChat;

/// <summary>All that a stranger needs to join: an address, whose key to expect there, and a token that works once.</summary>
internal sealed record Invitation(IPEndPoint Address, string PeerId, string Token)
{
    public const int TokenBytes = 12;
    private const string Prefix = "mesh1-";

    public static string NewToken() => Base64Url.Encode(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>The code to paste; 72 characters with an IPv4 address.</summary>
    /// <remarks>Key fingerprint, token, port, address: the address comes last because its length tells its kind.</remarks>
    public string ToCode()
    {
        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)Address.Port);
        return Prefix + Base64Url.Encode(
            [.. Base64Url.Decode(PeerId)!, .. Base64Url.Decode(Token)!, .. port, .. Address.Address.GetAddressBytes()]);
    }

    /// <returns><c>null</c>: this is no invitation.</returns>
    public static Invitation? Parse(string code)
    {
        code = code.Trim();
        const int tokenAt = SHA256.HashSizeInBytes, portAt = tokenAt + TokenBytes, addressAt = portAt + 2;
        if (!code.StartsWith(Prefix, StringComparison.Ordinal) || code.Length > WireLimits.InvitationCode
            || Base64Url.Decode(code[Prefix.Length..]) is not { Length: addressAt + 4 or addressAt + 16 } bytes)
            return null;
        var address = new IPEndPoint(new IPAddress(bytes.AsSpan(addressAt)), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(portAt)));
        return address.Port == 0
            ? null
            : new(address, Base64Url.Encode(bytes.AsSpan(0, tokenAt)), Base64Url.Encode(bytes.AsSpan(tokenAt, TokenBytes)));
    }
}
