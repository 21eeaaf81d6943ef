namespace PeerPersistence;

/// <summary>The original's order: by <see cref="PeerScore.Reconnection(PeerData, DateTimeOffset)"/>, as a share of 100.</summary>
public sealed class OriginalScoreRanker : IReconnectionRanker
{
    /// <inheritdoc/>
    public double Rank(PeerSummary peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return PeerScore.ReconnectionOf(peer, now) / 100;
    }
}
