namespace PeerPersistence;

/// <summary>The default order: the presence model's probability that a try now succeeds.</summary>
public sealed class PresenceRanker : IExplainingRanker
{
    /// <inheritdoc/>
    public double Rank(PeerSummary peer, DateTimeOffset now) => Estimate(peer, now).Probability;

    /// <inheritdoc/>
    public ReconnectionFactors Explain(PeerSummary peer, DateTimeOffset now)
    {
        var estimate = Estimate(peer, now);
        return new() { Online = estimate.Online, Alive = estimate.Alive, Reach = estimate.Reach };
    }

    /// <summary>At least what <see cref="Rank"/> gives, in a fraction of its time.</summary>
    internal static double Most(PeerSummary peer, DateTimeOffset now) => PresenceModel.Most(peer.Bound, PresenceClock.Seconds(now));

    private static PresenceEstimate Estimate(PeerSummary peer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return PresenceModel.Estimate(peer.Presence, PresenceFacts.Of(peer), now);
    }
}
