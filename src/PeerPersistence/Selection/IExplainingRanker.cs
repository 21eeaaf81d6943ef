namespace PeerPersistence;

/// <summary>A ranker that can say why: an ability that a ranker may have, found by its type.</summary>
public interface IExplainingRanker : IReconnectionRanker
{
    /// <summary>The factors of what <see cref="IReconnectionRanker.Rank"/> gives at the same instant.</summary>
    /// <remarks>Called for the candidates that are returned, not for everyone who is ranked.</remarks>
    /// <param name="peer">What is known of the peer.</param>
    /// <param name="now">The present.</param>
    /// <returns>The factors. Their product is the rank.</returns>
    ReconnectionFactors Explain(PeerSummary peer, DateTimeOffset now);
}
