namespace PeerPersistence.Simulator;

/// <summary>One number a seed, its mean, and the half width of the mean's 95 % confidence interval.</summary>
internal sealed record Sample(IReadOnlyList<double> Values)
{
    private const double Normal95 = 1.96;

    public double Mean { get; } = Values.Average();

    public double Margin => Normal95 * Math.Sqrt(Values.Sum(value => (value - Mean) * (value - Mean)) / Math.Max(1, Values.Count - 1) / Values.Count);

    /// <summary>The geometric mean of several means, its margin by the delta method.</summary>
    public static (double Mean, double Margin) GeometricMean(IReadOnlyList<Sample> samples)
    {
        var mean = Math.Exp(samples.Average(sample => Math.Log(sample.Mean)));
        var relative = Math.Sqrt(samples.Sum(sample => Math.Pow(sample.Margin / sample.Mean, 2))) / samples.Count;
        return (mean, mean * relative);
    }
}
