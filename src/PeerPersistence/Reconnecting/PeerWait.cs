namespace PeerPersistence;

/// <summary>A peer that background rounds leave alone after failed tries.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Until">Until when.</param>
public sealed record PeerWait(string PeerId, DateTimeOffset Until);
