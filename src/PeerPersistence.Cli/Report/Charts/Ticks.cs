namespace PeerPersistence.Cli;

/// <summary>Round numbers for an axis of counts.</summary>
internal static class Ticks
{
    private const int Wanted = 4;

    /// <summary>From 0 to the first that is not below <paramref name="most"/>, in steps of 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<int> UpTo(int most)
    {
        var step = 1;
        foreach (var factor in Factors())
        {
            step = factor;
            if ((long)step * Wanted >= most)
                break;
        }

        return [.. Enumerable.Range(0, (int)Math.Ceiling(Math.Max(1, most) / (double)step) + 1).Select(i => i * step)];
    }

    private static IEnumerable<int> Factors()
    {
        for (var power = 1; power <= 100_000_000; power *= 10)
        {
            yield return power;
            yield return 2 * power;
            yield return 5 * power;
        }
    }
}
