namespace PeerPersistence;

/// <summary>A ranker that says quickly how high a peer can rank, so that most need not be ranked.</summary>
internal interface IBoundedRanker : IReconnectionRanker
{
    /// <summary>At least what <see cref="IReconnectionRanker.Rank"/> gives.</summary>
    double Most(PeerSummary peer, DateTimeOffset now);
}
