namespace PeerPersistence;

/// <summary>The original's order: by <see cref="PeerScore.Reconnection(PeerData, DateTimeOffset)"/>, as a share of 100.</summary>
/// <remarks>The score alone decides, as it did there: who says so is not weighed.</remarks>
public sealed class OriginalScoreRanker : IReconnectionRanker
{
    /// <inheritdoc/>
    public double Rank(PeerSummary peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return PeerScore.ReconnectionOf(peer, now) / 100;
    }
}
