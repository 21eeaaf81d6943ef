using System.Text.Json;

namespace PeerPersistence;

/// <summary>Tells whether two public keys are one, however their JWKs are written.</summary>
internal static class PublicKeys
{
    /// <summary>What makes a JWK's key (RFC 7518, RFC 8037); everything else in it is about the key.</summary>
    private static readonly string[] KeyMembers = ["kty", "crv", "x", "y", "n", "e"];

    /// <summary>Whether both are known and not the same.</summary>
    public static bool Differ(string? stored, string? given) => stored is not null && given is not null && !AreSame(stored, given);

    private static bool AreSame(string a, string b) =>
        a == b || (MembersOf(a) is { } key && MembersOf(b) is { } other && key.SequenceEqual(other));

    /// <returns><c>null</c>: it is no JWK.</returns>
    private static string?[]? MembersOf(string jwk)
    {
        try
        {
            using var document = JsonDocument.Parse(jwk);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("kty", out _)
                ? [.. KeyMembers.Select(name => root.TryGetProperty(name, out var member) ? member.ToString() : null)]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
