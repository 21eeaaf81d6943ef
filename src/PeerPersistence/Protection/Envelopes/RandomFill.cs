namespace PeerPersistence;

/// <summary>Fills the buffer with unpredictable bytes; a seam, so that golden examples can be made.</summary>
internal delegate void RandomFill(Span<byte> buffer);
