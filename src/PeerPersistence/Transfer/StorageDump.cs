using System.Text.Json;

namespace PeerPersistence;

/// <summary>A dump of a browser's storage, an object of strings: where in it the peers' records stand.</summary>
internal sealed class StorageDump
{
    // A character is written as six at most: \u001f.
    private const int Escape = 6;

    private readonly StorageKeys _keys;
    private readonly List<int> _names = [];
    private readonly int _index = -1;

    /// <exception cref="JsonException">It is no object of strings.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    public StorageDump(ReadOnlyMemory<byte> utf8, StorageKeys keys)
    {
        (Utf8, _keys, Kept) = (utf8, keys, new JsonBudget(utf8.Length));
        var longest = Escape * (keys.Peer("").Length + PeerLimits.PeerIdLength);
        var reader = new Utf8JsonReader(utf8.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("It must be an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = (int)reader.TokenStartIndex;
            var name = reader.ValueSpan.Length <= longest ? reader.GetString()! : "";
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException("It must be an object of strings.");
            if (keys.PeerOf(name) is not null)
                _names.Add(place);
            else if (name == keys.KeyRing)
                KeyRing = JsonText.Utf8(reader).ToArray();
            else if (name == keys.IndexPage(0))
                _index = (int)reader.TokenStartIndex;
        }

        reader.Read(); // Throws where more follows.
    }

    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>What is kept of it besides its bytes.</summary>
    public JsonBudget Kept { get; }

    /// <summary>The original's key, where it is there.</summary>
    public byte[]? KeyRing { get; }

    public string PeerAt(int name) => _keys.PeerOf(JsonText.Text(Utf8.Span, name))!;

    public int ValueAt(int name) => JsonText.ValueOf(Utf8.Span, name);

    /// <summary>Where the names of the peers' records stand: as the index has them, then those it does not list.</summary>
    public IReadOnlyList<int> PeersInOrder()
    {
        Sort();
        var isListed = new bool[_names.Count];
        var ordered = new List<int>(_names.Count);
        if (_index >= 0 && !TryAddListed(ordered, isListed))
        {
            ordered.Clear();
            Array.Clear(isListed, 0, isListed.Length);
        }

        ordered.AddRange(_names.Where((_, i) => !isListed[i]));
        return ordered;
    }

    /// <summary>By name; of one that stands twice the last stays.</summary>
    private void Sort()
    {
        _names.Sort((one, other) => CompareNames(one, other) is not 0 and var order ? order : one.CompareTo(other));
        var kept = 0;
        for (var i = 0; i < _names.Count; i++)
        {
            if (i + 1 == _names.Count || CompareNames(_names[i], _names[i + 1]) != 0)
                _names[kept++] = _names[i];
        }

        _names.RemoveRange(kept, _names.Count - kept);
    }

    private int CompareNames(int one, int other) => JsonText.CompareOrdinal(Utf8.Span, one, other);

    /// <returns><c>false</c>: the index is none.</returns>
    private bool TryAddListed(List<int> ordered, bool[] isListed)
    {
        try
        {
            var text = JsonText.At(Utf8.Span, _index);
            var reader = new Utf8JsonReader(JsonText.Utf8(text));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                return false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                // A null is no id.
                if (reader.GetString() is { } peerId && Find(_keys.Peer(peerId)) is >= 0 and var at && !isListed[at])
                {
                    isListed[at] = true;
                    ordered.Add(_names[at]);
                }
            }

            return !reader.Read();
        }
        catch (Exception e) when (PeerJson.IsDamage(e))
        {
            return false;
        }
    }

    private int Find(string name)
    {
        var (low, high) = (0, _names.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(JsonText.Text(Utf8.Span, _names[middle]), name);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
