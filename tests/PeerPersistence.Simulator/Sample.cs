namespace PeerPersistence.Simulator;

/// <summary>One number a seed, its mean, and the half width of the mean's 95 % confidence interval.</summary>
internal sealed record Sample(IReadOnlyList<double> Values)
{
    private const double Normal95 = 1.96;

    public double Mean { get; } = Values.Average();

    public double Margin => Normal95 * Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / Math.Max(1, Values.Count - 1) / Values.Count);

    public (double Mean, double Margin) Interval => (Mean, Margin);

    /// <summary>The geometric mean of several means, its margin by the delta method.</summary>
    public static (double Mean, double Margin) GeometricMean(IReadOnlyList<Sample> samples)
    {
        var mean = Math.Exp(samples.Average(sample => Math.Log(sample.Mean)));
        var relative = Math.Sqrt(samples.Sum(sample => Math.Pow(sample.Margin / sample.Mean, 2))) / samples.Count;
        return (mean, mean * relative);
    }

    /// <summary>The mean of several means.</summary>
    public static (double Mean, double Margin) MeanOf(IReadOnlyCollection<(double Mean, double Margin)> intervals) =>
        (intervals.Average(interval => interval.Mean), Math.Sqrt(intervals.Sum(interval => interval.Margin * interval.Margin)) / intervals.Count);

    /// <summary>By how many per cent the mean of one exceeds that of another, value by value in the same worlds, in 100 ln(ratio).</summary>
    public static (double Mean, double Margin) Excess(Sample sample, Sample other)
    {
        var ratio = sample.Mean / other.Mean;
        var differences = new Sample([.. sample.Values.Zip(other.Values, (value, another) => value - (ratio * another))]);
        return (100 * Math.Log(ratio), 100 * differences.Margin / sample.Mean);
    }
}
