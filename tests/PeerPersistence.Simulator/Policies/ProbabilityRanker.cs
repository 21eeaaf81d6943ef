namespace PeerPersistence.Simulator;

/// <summary>The library's own probability, and nothing else: who says so is not weighed.</summary>
internal sealed class ProbabilityRanker : IPlainRanker
{
    private readonly PresenceRanker _model = new();

    public double Rank(PeerSummary peer, DateTimeOffset now) => _model.Rank(peer, now);
}
