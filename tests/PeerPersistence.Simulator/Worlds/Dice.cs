namespace PeerPersistence.Simulator;

/// <summary>Seeded chance, in the distributions that churn studies find.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = Mix(seed);

    public double Uniform() => ToUnit(Mix(_state += 0x9E3779B97F4A7C15));

    public double Uniform(double from, double to) => from + ((to - from) * Uniform());

    public bool Chance(double probability) => Uniform() < probability;

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Weibull of shape one half, the heavy tail of session lengths (Stutzbach and Rejaie, 2006).</summary>
    public double Weibull(double mean)
    {
        var exponential = Exponential(1);
        return mean / 2 * exponential * exponential;
    }

    public double Normal(double mean, double deviation) =>
        mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform()));

    public int Below(int bound) => (int)(Uniform() * bound);

    /// <summary>A number between 0 and 1 that depends on its arguments alone: the same luck for every policy.</summary>
    public static double Luck(ulong seed, int what, int who, int when) =>
        ToUnit(Mix(Mix(Mix(seed ^ ((ulong)what << 56)) ^ (ulong)who) ^ (ulong)when));

    /// <summary>SplitMix64's finalizer.</summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
