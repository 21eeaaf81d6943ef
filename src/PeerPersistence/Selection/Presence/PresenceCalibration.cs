namespace PeerPersistence;

/// <summary>What a store's own tries teach about the probabilities that were said before them. Immutable.</summary>
/// <remarks>
/// <para>
/// logit said = a + b logit q, with q = p (1 − 0.8 (0.6 − p)) below 0.6, and q = p above. The two numbers are the likeliest for the
/// tally of <see cref="TryTally"/>, where a is thought to be near 0 and b near 1 before anything was tried. With few tries q is nearer
/// to p, and a store without tries says what the model says.
/// </para>
/// <para>The order stays, because said grows with p. Only own tries count: what others tell teaches nothing here.</para>
/// </remarks>
internal sealed class PresenceCalibration
{
    private const int Tenths = TryTally.Numbers / 2;

    /// <summary>The mean of what is said in the lowest tenth: most of it is hardly more than nothing.</summary>
    private const double LowestTenth = 0.03;

    /// <summary>How far a and b are expected from 0 and 1.</summary>
    private const double SpreadOfA = 0.3;
    private const double SpreadOfB = 0.5;

    /// <summary>Below so much the model says too much of many, because an absence in gossip is half a sample of the diary.</summary>
    private const double Low = 0.6;

    /// <summary>How much less there is said for each unit below that: near nought about half.</summary>
    private const double Slope = 0.8;

    /// <summary>So many tries make half of that certain of this store.</summary>
    private const double TriesOfDoubt = 30;

    /// <summary>How far from nought a may get.</summary>
    private const double MostOfA = 3;

    /// <summary>With b above nought the order stays.</summary>
    private const double LeastOfB = 0.2;
    private const double MostOfB = 3;

    /// <summary>Newton's steps. The likelihood has one peak, and few steps reach it.</summary>
    private const int Steps = 12;

    /// <summary>A longer step may lead away from the peak.</summary>
    private const double LongestStep = 0.5;

    private const double Least = 1e-6;

    private readonly double _a;
    private readonly double _b = 1;
    private readonly double _lowered;

    private PresenceCalibration()
    {
    }

    private PresenceCalibration(IReadOnlyList<long> tally, double tries)
    {
        _lowered = tries / (tries + TriesOfDoubt);
        for (var step = 0; step < Steps; step++)
            (_a, _b) = Better(tally);
    }

    /// <summary>Nothing was tried yet.</summary>
    public static PresenceCalibration None { get; } = new();

    /// <param name="tally">The tallies of all peers together, as <see cref="TryTally"/> lists them.</param>
    public static PresenceCalibration Of(IReadOnlyList<long> tally)
    {
        double tries = 0;
        for (var tenth = 0; tenth < Tenths; tenth++)
            tries += Tries(tally, tenth);
        return tries > 0 ? new(tally, tries) : None;
    }

    /// <summary>What to say where the model says a probability.</summary>
    public double Said(double probability) => this == None || probability < Least ? probability : Chance(LogOdds(probability));

    private static double Tries(IReadOnlyList<long> tally, int tenth) => Math.Max(0, tally[2 * tenth]);

    private double Chance(double logOdds) => 1 / (1 + Math.Exp(-(_a + (_b * logOdds))));

    private double LogOdds(double probability)
    {
        var p = Math.Min(probability, 1 - Least);
        p *= 1 - (_lowered * Slope * Math.Max(0, Low - p));
        return Math.Log(p / (1 - p));
    }

    /// <summary>One of Newton's steps.</summary>
    private (double A, double B) Better(IReadOnlyList<long> tally)
    {
        const double OfA = 1 / (SpreadOfA * SpreadOfA);
        const double OfB = 1 / (SpreadOfB * SpreadOfB);
        var (slopeA, slopeB) = (-_a * OfA, (1 - _b) * OfB);
        var (bendAA, bendBB, bendAB) = (OfA, OfB, 0d);
        for (var tenth = 0; tenth < Tenths; tenth++)
        {
            var x = LogOdds(tenth == 0 ? LowestTenth : (tenth + 0.5) / Tenths);
            var (tries, chance) = (Tries(tally, tenth), Chance(x));
            var surprise = Math.Clamp(tally[(2 * tenth) + 1], 0, tries) - (tries * chance);
            var weight = tries * chance * (1 - chance);
            (slopeA, slopeB) = (slopeA + surprise, slopeB + (surprise * x));
            (bendAA, bendBB, bendAB) = (bendAA + weight, bendBB + (weight * x * x), bendAB + (weight * x));
        }

        var all = (bendAA * bendBB) - (bendAB * bendAB);
        return (
            Math.Clamp(_a + Step((bendBB * slopeA) - (bendAB * slopeB)), -MostOfA, MostOfA),
            Math.Clamp(_b + Step((bendAA * slopeB) - (bendAB * slopeA)), LeastOfB, MostOfB));

        double Step(double part) => Math.Clamp(part / all, -LongestStep, LongestStep);
    }
}
