namespace PeerPersistence;

/// <summary>Which of two connections to one peer stays. Both sides come to the same answer. Pure.</summary>
internal static class CrossedCalls
{
    /// <param name="localPeerId">Who we are.</param>
    /// <param name="peerId">Who the other is.</param>
    /// <param name="standing">Whether the peer made the connection that stands.</param>
    /// <param name="arriving">Whether the peer made the new one.</param>
    /// <param name="age">How long the first one has stood.</param>
    /// <param name="handshake">How long two calls may be under way at once.</param>
    /// <returns>
    /// Whether the new one takes the place of the first. Of calls that cross, the one of the smaller id stays. Otherwise who calls again
    /// has lost the first.
    /// </returns>
    public static bool NewOneStays(string localPeerId, string peerId, bool standing, bool arriving, TimeSpan age, TimeSpan handshake) =>
        standing == arriving || age > handshake || arriving == string.CompareOrdinal(peerId, localPeerId) < 0;
}
