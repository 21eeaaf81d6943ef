namespace PeerPersistence;

/// <summary>A ring as it was last read, with the keys unwrapped so far.</summary>
internal sealed class LoadedRing(ReadOnlyMemory<byte> stored, KeyRingDocument document)
{
    private readonly List<DataKey> _unwrapped = []; // Few: a ring gets one a rotation.
    private bool _cleared;

    /// <summary>The bytes in the store.</summary>
    public ReadOnlyMemory<byte> Stored => stored;

    public KeyRingDocument Document => document;

    public uint ActiveId { get; } = document.Active.Id;

    public DataKey? Unwrapped(uint id)
    {
        lock (_unwrapped)
            return _unwrapped.Find(key => key.Id == id);
    }

    public DataKey Add(uint id, byte[] key)
    {
        var added = new DataKey(id, this, key);
        lock (_unwrapped)
        {
            _unwrapped.Add(added);
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
            _unwrapped.ForEach(key => key.Clear());
        }
    }
}
