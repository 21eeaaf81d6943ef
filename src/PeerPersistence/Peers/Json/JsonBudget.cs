using System.Text.Json;

namespace PeerPersistence;

/// <summary>Refuses a record that would take many times its length in memory, before anything is made of it.</summary>
/// <remarks>
/// Two bytes are an empty object, which takes a few hundred when it is read as an address; a field that nobody knows takes more. What
/// people have to say takes its room. The figures are measured: see the tests of memory.
/// </remarks>
/// <param name="length">The bytes of all that is read.</param>
/// <param name="bytesForEach">How many bytes of memory each of them may take.</param>
/// <param name="always">What may be taken however short it is.</param>
internal sealed class JsonBudget(long length, int bytesForEach = 4, int always = 2 * 1024 * 1024)
{
    private const int ObjectBytes = 24;
    private const int NameBytes = 24;
    private const int ValueBytes = 16;
    private const int TextBytes = 40;
    private const int ItemBytes = 310;
    private const int MetadataNameBytes = 220;
    private const int UnknownNameBytes = 340;
    private const int FirstUnknownNameBytes = 850;

    // A name is held as a text, and one with escapes in several forms until it is one.
    private const int LongName = 1024;
    private const int LongNameBytes = 4;
    private const int EscapedNameBytes = 12;

    private static readonly FieldNames s_lists = new("iceServers", "cachedCandidates", "connectionQuality");

    private long _left = always + (bytesForEach * length);

    /// <summary>What tells that an import is made of too many small parts.</summary>
    public static ImportFormatException Refusal() => new(
        "What is imported must not be a multitude of empty entries (was, and would take many times its size in memory).");

    /// <summary>Takes what is kept of one part.</summary>
    /// <exception cref="ImportFormatException">There are too many small parts.</exception>
    public void Take(int bytes)
    {
        if ((_left -= bytes) < 0)
            throw Refusal();
    }

    /// <returns><c>false</c>: it is made of too many small parts.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TrySpend(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new() { MaxDepth = maxDepth });
        var (isOfItems, hasUnknown) = (false, false);
        while (reader.Read())
        {
            hasUnknown &= reader.CurrentDepth > 2;
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                isOfItems = s_lists.Find(reader) is not null;
            _left -= reader.TokenType switch
            {
                JsonTokenType.PropertyName => NameCost(reader, isOfItems, ref hasUnknown),
                JsonTokenType.StartObject or JsonTokenType.StartArray => isOfItems && reader.CurrentDepth == 2 ? ItemBytes : ObjectBytes,
                JsonTokenType.EndObject or JsonTokenType.EndArray => 0,
                JsonTokenType.String when isOfItems => ValueBytes + TextBytes,
                _ => ValueBytes,
            };
            if (_left < 0)
                return false;
        }

        return true;
    }

    private static int NameCost(in Utf8JsonReader reader, bool isOfItems, ref bool hasUnknown)
    {
        if (PeerDocumentReader.Knows(reader))
            return NameBytes;
        var length = Math.Max(0, reader.ValueSpan.Length - LongName) * (reader.ValueIsEscaped ? EscapedNameBytes : LongNameBytes);
        switch (reader.CurrentDepth)
        {
            case 1:
                return UnknownNameBytes + length;
            case 2 or 3 when isOfItems:
                var isFirst = !hasUnknown;
                hasUnknown = true;
                return UnknownNameBytes + (isFirst ? FirstUnknownNameBytes : 0) + length;
            default:
                return (reader.CurrentDepth == 2 ? MetadataNameBytes : NameBytes) + length;
        }
    }
}
