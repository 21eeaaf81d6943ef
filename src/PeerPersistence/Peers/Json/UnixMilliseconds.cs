using System.Text.Json;

namespace PeerPersistence;

/// <summary>
/// Instants as Unix milliseconds, JavaScript's <c>Date.now()</c>. What is out of range becomes the nearest instant in it.
/// </summary>
internal static class UnixMilliseconds
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset Read(in Utf8JsonReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) && whole >= 0 && whole <= Latest
            ? whole
            : (long)Math.Clamp(reader.GetDouble(), 0, Latest));

    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, Latest));
}
