using System.Collections;

namespace PeerPersistence;

/// <summary>The peers worth a try, best first, and how many were passed over.</summary>
public sealed class ReconnectionCandidates : IReadOnlyList<ReconnectionCandidate>
{
    private readonly IReadOnlyList<ReconnectionCandidate> _candidates;

    /// <summary>Creates the list.</summary>
    /// <param name="candidates">The candidates, the likeliest first.</param>
    /// <param name="passedOver">How many peers are no candidates, and why.</param>
    public ReconnectionCandidates(IReadOnlyList<ReconnectionCandidate> candidates, PassedOver passedOver)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(passedOver);
        (_candidates, PassedOver) = (candidates, passedOver);
    }

    /// <summary>How many known peers are not in the list, and why.</summary>
    public PassedOver PassedOver { get; }

    /// <inheritdoc/>
    public int Count => _candidates.Count;

    /// <inheritdoc/>
    public ReconnectionCandidate this[int index] => _candidates[index];

    /// <inheritdoc/>
    public IEnumerator<ReconnectionCandidate> GetEnumerator() => _candidates.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
