namespace PeerPersistence;

/// <summary>Who is a friend. Pure.</summary>
internal static class Friendship
{
    /// <summary>Pinned, or connected more than once and on another UTC day than the one it was first seen on.</summary>
    public static bool IsFriend(PeerData peer) =>
        peer.IsPinned || (peer.ConnectionQuality.SuccessfulConnections >= 2
            && peer.LastConnected is { } connected && DayOf(connected) != DayOf(peer.FirstSeen));

    private static DateTime DayOf(DateTimeOffset instant) => instant.UtcDateTime.Date;
}
