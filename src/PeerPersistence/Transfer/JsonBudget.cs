using System.Text.Json;

namespace PeerPersistence;

/// <summary>Refuses JSON that would take many times its length in memory, before anything is made of it.</summary>
/// <remarks>
/// Two bytes are an empty object, which takes a hundred and more when it is read as an address. What people have to say takes its room.
/// </remarks>
internal static class JsonBudget
{
    private const int ObjectBytes = 150;
    private const int NameBytes = 40;
    private const int ValueBytes = 12;
    private const int BytesForEach = 4;
    private const long AlwaysAllowed = 2 * 1024 * 1024;

    /// <exception cref="ImportFormatException">It is made of too many small parts.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = maxDepth });
        var budget = AlwaysAllowed + (BytesForEach * (long)utf8.Length);
        while (reader.Read())
        {
            budget -= reader.TokenType switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => ObjectBytes,
                JsonTokenType.PropertyName => NameBytes,
                _ => ValueBytes,
            };
            if (budget < 0)
                throw new ImportFormatException(
                    "What is imported must not be a multitude of empty entries (was, and would take many times its size in memory).");
        }
    }
}
