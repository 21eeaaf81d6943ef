using System.Text.Json;

namespace PeerPersistence;

/// <summary>Compares JSON by what it says, whatever its spaces, the order of its properties and the spelling of its numbers.</summary>
internal sealed class JsonContent : IEqualityComparer<JsonElement>
{
    /// <summary>What is nested more deeply, and so cannot be stored, is compared as text.</summary>
    private const int Depth = 64;

    public static JsonContent Comparer { get; } = new();

    /// <summary>A copy that outlives the documents it came from; what cannot be read any more is no JSON.</summary>
    public static ValueMap<JsonElement> Copy(IReadOnlyDictionary<string, JsonElement>? entries) => ValueMap<JsonElement>.Of(entries, Copy);

    public bool Equals(JsonElement x, JsonElement y)
    {
        try
        {
            return Equals(x, y, Depth);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text, nor are bytes that are no UTF-8.
            return AreWrittenAlike(x, y);
        }
    }

    public int GetHashCode(JsonElement obj) => (int)obj.ValueKind;

    private static bool AreWrittenAlike(JsonElement x, JsonElement y)
    {
        try
        {
            return x.GetRawText() == y.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return Written(x) is { } one && Written(y) is { } other && one.AsSpan().SequenceEqual(other);
        }
    }

    /// <summary>As it is stored; <c>null</c>: it cannot be.</summary>
    private static byte[]? Written(JsonElement element)
    {
        try
        {
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
                element.WriteTo(writer);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonElement Copy(JsonElement element)
    {
        try
        {
            return element.Clone();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private static bool Equals(JsonElement a, JsonElement b, int depth) => a.ValueKind == b.ValueKind && a.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth == 0 => a.GetRawText() == b.GetRawText(),
        JsonValueKind.Object => ObjectsEqual(a, b, depth - 1),
        JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength()
                        && a.EnumerateArray().Zip(
                            b.EnumerateArray(), (one, other) => (one, other)).All(pair => Equals(pair.one, pair.other, depth - 1)),
        JsonValueKind.String => a.GetString() == b.GetString(),
        JsonValueKind.Number => a.GetRawText() == b.GetRawText() || NumbersEqual(a, b),
        _ => true,
    };

    // Of a name that stands twice the last one counts, as everywhere.
    private static bool ObjectsEqual(JsonElement a, JsonElement b, int depth)
    {
        var (names, others) = (NamesOf(a), NamesOf(b));
        return names.SetEquals(others) && names.All(name => Equals(a.GetProperty(name), b.GetProperty(name), depth));
    }

    private static HashSet<string> NamesOf(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name).ToHashSet(StringComparer.Ordinal);

    // A decimal tells long numbers apart, a double small ones.
    private static bool NumbersEqual(JsonElement a, JsonElement b) =>
        a.TryGetDecimal(out var exact) && b.TryGetDecimal(out var other) && exact == other && a.GetDouble().Equals(b.GetDouble());
}
