using System.Text.Json;

namespace PeerPersistence;

/// <summary>Refuses JSON that would take many times its length in memory, before anything is made of it.</summary>
/// <remarks>
/// Two bytes are an empty object, which takes a hundred and more when it is read as an address. What people have to say takes its room.
/// </remarks>
/// <param name="length">The bytes of all that is read.</param>
/// <param name="bytesForEach">How many bytes of memory each of them may take.</param>
internal sealed class JsonBudget(long length, int bytesForEach = 4)
{
    private const int ObjectBytes = 150;
    private const int NameBytes = 40;
    private const int TextBytes = 40;
    private const int ValueBytes = 12;
    private const long AlwaysAllowed = 2 * 1024 * 1024;

    private long _left = AlwaysAllowed + (bytesForEach * length);

    /// <exception cref="ImportFormatException">It is made of too many small parts.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Spend(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!TrySpend(utf8, maxDepth))
            throw new ImportFormatException(
                "What is imported must not be a multitude of empty entries (was, and would take many times its size in memory).");
    }

    /// <returns><c>false</c>: it is made of too many small parts.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TrySpend(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = maxDepth });
        while (reader.Read())
        {
            _left -= reader.TokenType switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => ObjectBytes,
                JsonTokenType.PropertyName => NameBytes,
                JsonTokenType.String => TextBytes,
                _ => ValueBytes,
            };
            if (_left < 0)
                return false;
        }

        return true;
    }
}
