namespace PeerPersistence;

/// <summary>
/// How well own tries were foretold: for each tenth of the probability that was said, how many there were, and how many of them the peer
/// answered. A list of twenty numbers, or none. Pure.
/// </summary>
internal static class TryTally
{
    public const int Numbers = 2 * Tenths;

    private const int Tenths = 10;

    /// <summary>With one try more. A tenth that is full is halved, so that its share stays.</summary>
    /// <param name="tally">The tries before.</param>
    /// <param name="said">The probability that was said, 0 to 1.</param>
    /// <param name="answered">Whether the peer answered.</param>
    public static IReadOnlyList<ushort> With(IReadOnlyList<ushort> tally, double said, bool answered)
    {
        ushort[] tries = tally.Count == Numbers ? [.. tally] : new ushort[Numbers];
        var tenth = 2 * Math.Clamp((int)(said * Tenths), 0, Tenths - 1);
        if (tries[tenth] == ushort.MaxValue)
            (tries[tenth], tries[tenth + 1]) = ((ushort)(tries[tenth] / 2), (ushort)(tries[tenth + 1] / 2));
        tries[tenth]++;
        tries[tenth + 1] += (ushort)(answered ? 1 : 0);
        return tries;
    }
}
