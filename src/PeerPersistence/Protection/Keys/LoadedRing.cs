namespace PeerPersistence;

/// <summary>A ring as it was last read, with the keys unwrapped so far.</summary>
internal sealed class LoadedRing(ReadOnlyMemory<byte> stored, KeyRingDocument document)
{
    private readonly Dictionary<uint, DataKey> _unwrapped = [];
    private bool _cleared;

    /// <summary>The bytes in the store.</summary>
    public ReadOnlyMemory<byte> Stored => stored;

    public KeyRingDocument Document => document;

    public uint ActiveId { get; } = document.Active.Id;

    public DataKey? Unwrapped(uint id)
    {
        lock (_unwrapped)
            return _unwrapped.GetValueOrDefault(id);
    }

    public DataKey Add(uint id, byte[] key)
    {
        var added = new DataKey(id, this, key);
        lock (_unwrapped)
        {
            _unwrapped[id] = added;
            if (_cleared)
                added.Clear();
        }

        return added;
    }

    public void Clear()
    {
        lock (_unwrapped)
        {
            _cleared = true;
            foreach (var key in _unwrapped.Values)
                key.Clear();
        }
    }
}
