using System.Text.Json;

namespace PeerPersistence;

/// <summary>Compares public keys by what makes the key, not by how it is written: JWK, RFC 7517 and 7518.</summary>
internal static class JsonWebKeys
{
    private static readonly string[] Members = ["kty", "crv", "x", "y", "n", "e"];

    public static bool AreSame(string a, string b)
    {
        if (a == b)
            return true;
        try
        {
            using var first = JsonDocument.Parse(a);
            using var second = JsonDocument.Parse(b);
            return MembersOf(first.RootElement) is { } members && MembersOf(second.RootElement) is { } others && members.SequenceEqual(others);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <returns><c>null</c>: it is no JWK, and only its text can be compared.</returns>
    private static List<string?>? MembersOf(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
            return null;
        var members = Members.Select(name => key.TryGetProperty(name, out var value) ? value.ToString() : null).ToList();
        return members.TrueForAll(member => member is null) ? null : members;
    }
}
