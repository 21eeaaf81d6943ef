namespace PeerPersistence;

/// <summary>Decides the order of candidates.</summary>
/// <remarks>Called once for every peer that passed the filters, from the directory in memory; it must be quick and thread-safe.</remarks>
public interface IReconnectionRanker
{
    /// <summary>The probability that a try now succeeds.</summary>
    /// <param name="peer">What is known of the peer.</param>
    /// <param name="now">The present.</param>
    /// <returns>
    /// 0 to 1; the greatest comes first, ties by id, ordinal. Peers that we never connected to ourselves are not among the first five and
    /// at most two of ten while others are left. The two friends that we connected to last are among the first five, whatever a ranker
    /// says, except <see cref="OriginalScoreRanker"/>.
    /// </returns>
    double Rank(PeerSummary peer, DateTimeOffset now);
}
