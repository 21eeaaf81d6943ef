using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PeerPersistence;

/// <summary>The metadata of a record, read when somebody asks for it: most who read a peer do not.</summary>
/// <param name="utf8">An object that can be read, see <see cref="PlainText.IsAll"/>.</param>
internal sealed class UnreadMetadata(byte[] utf8) : IDictionary<string, JsonElement>
{
    /// <summary>As it was read, and can be written.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8;

    private Dictionary<string, JsonElement>? _read;

    private Dictionary<string, JsonElement> Read => _read ??= Entries(utf8);

    public ICollection<string> Keys => Read.Keys;

    public ICollection<JsonElement> Values => Read.Values;

    public int Count => Read.Count;

    public bool IsReadOnly => true;

    public JsonElement this[string key] { get => Read[key]; set => throw new NotSupportedException(); }

    public static Dictionary<string, JsonElement> Entries(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var entries = new Dictionary<string, JsonElement>();
        foreach (var entry in JsonElement.ParseValue(ref reader).EnumerateObject())
            entries[entry.Name] = entry.Value;
        return entries;
    }

    public bool ContainsKey(string key) => Read.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value) => Read.TryGetValue(key, out value);

    public bool Contains(KeyValuePair<string, JsonElement> item) => Read.Contains(item);

    public void CopyTo(KeyValuePair<string, JsonElement>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, JsonElement>>)Read).CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => Read.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Read.GetEnumerator();

    public void Add(string key, JsonElement value) => throw new NotSupportedException();

    public void Add(KeyValuePair<string, JsonElement> item) => throw new NotSupportedException();

    public bool Remove(string key) => throw new NotSupportedException();

    public bool Remove(KeyValuePair<string, JsonElement> item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();
}
