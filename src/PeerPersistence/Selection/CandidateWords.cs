namespace PeerPersistence;

/// <summary>The parts of the sentence in which a candidate explains itself. An app gives its own in its user's language.</summary>
/// <remarks>A part that is empty is left out.</remarks>
public sealed record CandidateWords
{
    /// <summary>English, as all parts are unless given.</summary>
    public static CandidateWords English { get; } = new();

    /// <summary>For <see cref="CandidateTraits.UsuallyOnlineNow"/>.</summary>
    public string UsuallyOnlineNow { get; init; } = "usually here at this hour";

    /// <summary>For <see cref="CandidateTraits.ProbablyOnline"/>, if it is not usual.</summary>
    public string ProbablyOnline { get; init; } = "probably here now";

    /// <summary>For <see cref="CandidateTraits.ProbablyGone"/>.</summary>
    public string ProbablyGone { get; init; } = "may not come back";

    /// <summary>For <see cref="CandidateTraits.HardToReach"/>.</summary>
    public string HardToReach { get; init; } = "hard to reach";

    /// <summary>For <see cref="CandidateTraits.NeverTried"/>.</summary>
    public string NeverTried { get; init; } = "never tried";

    /// <summary>When the peer was last seen, by the number of days since: 0 is today, 1 yesterday.</summary>
    public Func<int, string> LastSeen { get; init; } = days => days switch
    {
        0 => "last seen today",
        1 => "last seen yesterday",
        _ => FormattableString.Invariant($"last seen {days} days ago"),
    };

    /// <summary>Between two parts.</summary>
    public string Separator { get; init; } = "; ";

    /// <summary>The type's name: what an app says to its user is not for a log.</summary>
    public override string ToString() => nameof(CandidateWords);

    /// <param name="candidate">The candidate to explain.</param>
    /// <param name="now">The present, in the user's time zone.</param>
    internal string Explain(ReconnectionCandidate candidate, DateTimeOffset now)
    {
        var days = (int)(DayOf(now) - DayOf(candidate.Peer.LastSeen));
        string?[] parts =
        [
            Has(CandidateTraits.UsuallyOnlineNow) ? UsuallyOnlineNow : Has(CandidateTraits.ProbablyOnline) ? ProbablyOnline : null,
            Has(CandidateTraits.ProbablyGone) ? ProbablyGone : null,
            Has(CandidateTraits.HardToReach) ? HardToReach : null,
            Has(CandidateTraits.NeverTried) ? NeverTried : null,
            LastSeen(Math.Max(0, days)),
        ];
        return string.Join(Separator, parts.Where(part => !string.IsNullOrEmpty(part)));

        bool Has(CandidateTraits trait) => candidate.Traits.HasFlag(trait);

        long DayOf(DateTimeOffset instant) => (instant.UtcTicks + now.Offset.Ticks) / TimeSpan.TicksPerDay;
    }
}
