namespace PeerPersistence;

/// <summary>Orders by a score, as the JavaScript original does: <see cref="PeerScore.Reconnection(PeerData, DateTimeOffset)"/>.</summary>
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
