namespace PeerPersistence;

/// <summary>A peer worth a try.</summary>
public sealed record ReconnectionCandidate
{
    /// <summary>The peer; its <see cref="PeerData.CachedCandidates"/> are in the order of <see cref="Addresses"/>.</summary>
    public required PeerData Peer { get; init; }

    /// <summary>100 × the probability that a try now succeeds, 0 to 100.</summary>
    /// <remarks>
    /// The default ranker's is the product of <see cref="Factors"/>, corrected by how this store's own tries came out. Both give the same
    /// order.
    /// </remarks>
    public double Score { get; init; }

    /// <summary>A reason in a few words, as <see cref="PeerScore.Reason"/> gives it.</summary>
    /// <remarks>
    /// It explains neither the score nor the place: <c>reliable</c> may be somebody who is asleep. <see cref="Factors"/> and <see
    /// cref="Traits"/> do.
    /// </remarks>
    public string Reason { get; init; } = "";

    /// <summary>
    /// The factors of the probability; <c>null</c> if the ranker is no <see cref="IExplainingRanker"/>. The default one is.
    /// </summary>
    public ReconnectionFactors? Factors { get; init; }

    /// <summary>What else stands out about the peer.</summary>
    public CandidateTraits Traits { get; init; }

    /// <summary>The peer's addresses in the order to try them, with their age.</summary>
    public IReadOnlyList<PeerAddress> Addresses { get; init => field = ValueList<PeerAddress>.Of(value); } = ValueList<PeerAddress>.None;

    /// <summary>Why, in a sentence for the user: "usually here at this hour; last seen yesterday".</summary>
    /// <param name="now">The present, in the user's time zone: its calendar says what is yesterday.</param>
    /// <param name="words">The parts of the sentence; English unless given.</param>
    /// <returns>The parts that hold for this candidate, in the order of <see cref="CandidateWords"/>.</returns>
    public string Explain(DateTimeOffset now, CandidateWords? words = null) => (words ?? CandidateWords.English).Explain(this, now);

    /// <summary>Who, how likely, and why: the factors and the traits.</summary>
    public override string ToString() => Factors is { } why
        ? FormattableString.Invariant(
            $"{Peer.PeerId}: {Score:0.#} %; online {why.Online:0.00} × alive {why.Alive:0.00} × reach {why.Reach:0.00}; {Traits}")
        : FormattableString.Invariant($"{Peer.PeerId}: {Score:0.#} %; {Traits}");
}
