namespace PeerPersistence;

/// <summary>The default order: the presence model's probability that a try now succeeds.</summary>
internal sealed class PresenceRanker : IReconnectionRanker
{
    /// <inheritdoc/>
    public double Rank(PeerSummary peer, DateTimeOffset now) =>
        PresenceModel.Estimate(peer.Presence, PresenceFacts.Of(peer), now).Probability;
}
