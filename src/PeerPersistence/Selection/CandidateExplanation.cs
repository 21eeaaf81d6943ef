namespace PeerPersistence;

/// <summary>Says why a peer is a candidate. Pure.</summary>
internal static class CandidateExplanation
{
    private const double Likely = 0.5;

    /// <returns><c>null</c>: the ranker gives none.</returns>
    public static ReconnectionFactors? FactorsOf(PeerSummary peer, IReconnectionRanker ranker, DateTimeOffset now) =>
        (ranker as IExplainingRanker)?.Explain(peer, now);

    public static CandidateTraits TraitsOf(PeerSummary peer, ReconnectionFactors? factors, DateTimeOffset now)
    {
        return If(factors?.Online >= Likely, CandidateTraits.ProbablyOnline)
            | If(PresenceModel.IsUsuallyOnline(peer.Presence, now), CandidateTraits.UsuallyOnlineNow)
            | If(factors?.Alive < Likely, CandidateTraits.ProbablyGone)
            | If(factors?.Reach < Likely, CandidateTraits.HardToReach)
            | If(peer.NeverTried, CandidateTraits.NeverTried);

        static CandidateTraits If(bool holds, CandidateTraits trait) => holds ? trait : CandidateTraits.None;
    }
}
