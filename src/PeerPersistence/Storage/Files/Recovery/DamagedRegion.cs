namespace PeerPersistence;

/// <summary>Bytes of the file that belong to no whole frame.</summary>
internal readonly record struct DamagedRegion(long Offset, long Length);
