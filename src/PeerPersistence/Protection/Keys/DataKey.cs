using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>An unwrapped data key in memory. Once cleared it gives out nothing, least of all zeros to seal under.</summary>
internal sealed class DataKey(uint id, LoadedRing ring, byte[] key)
{
    private readonly object _lock = new();
    private byte[]? _key = key;

    public uint Id => id;

    /// <summary>The ring that it was read from.</summary>
    public LoadedRing Ring => ring;

    /// <summary>A copy that the caller clears, or <c>null</c> after <see cref="Clear"/>: ask the ring again.</summary>
    public byte[]? Copy()
    {
        lock (_lock)
            return _key?.ToArray();
    }

    public void Clear()
    {
        lock (_lock)
        {
            CryptographicOperations.ZeroMemory(_key);
            _key = null;
        }
    }
}
