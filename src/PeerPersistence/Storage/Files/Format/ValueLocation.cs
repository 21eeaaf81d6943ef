namespace PeerPersistence;

/// <summary>Where a value lies, and its CRC32C, so that bytes that rot while the store is open are never taken for the value.</summary>
internal readonly record struct ValueLocation(long Offset, int Length, uint Checksum)
{
    public ValueLocation MovedBy(long distance) => this with { Offset = Offset + distance };
}

/// <summary>A key that was set, or removed where there is no location.</summary>
internal readonly record struct KeyChange(string Key, ValueLocation? Location);
