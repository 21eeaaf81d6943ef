namespace PeerPersistence;

/// <summary>Bytes of the file that belong to no whole frame.</summary>
internal sealed record DamagedRegion(long Offset, long Length);
