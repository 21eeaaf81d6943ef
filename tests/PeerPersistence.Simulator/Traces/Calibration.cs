using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>What was said of some peers, and what happened.</summary>
/// <param name="Pairs">A peer at a restart each.</param>
/// <param name="Said">The mean probability.</param>
/// <param name="Happened">The share that was there.</param>
/// <param name="Margin">The half width of a 95 % interval of their difference; an observer's pairs go together.</param>
internal readonly record struct Calibration(int Pairs, double Said, double Happened, double Margin)
{
    private const double Normal95 = 1.96;

    public static Calibration Of(IReadOnlyList<IReadOnlyList<Forecast>> byObserver, Func<Forecast, bool> isWanted)
    {
        var observers = byObserver.Select(forecasts => forecasts.Where(isWanted).ToList()).Where(forecasts => forecasts.Count > 0).ToList();
        var pairs = observers.Sum(forecasts => forecasts.Count);
        if (pairs == 0)
            return default;
        var said = observers.Sum(forecasts => forecasts.Sum(forecast => forecast.Chance)) / pairs;
        var happened = observers.Sum(forecasts => forecasts.Count(forecast => forecast.IsThere)) / (double)pairs;
        var squares = observers.Sum(forecasts => Math.Pow(forecasts.Sum(forecast => Surprise(forecast) - (happened - said)), 2));
        var few = observers.Count > 1 ? observers.Count / (observers.Count - 1.0) : 1;
        return new(pairs, said, happened, Normal95 * Math.Sqrt(few * squares) / pairs);
    }

    public override string ToString() => Pairs == 0 ? "-" : string.Create(
        CultureInfo.InvariantCulture, $"{Said:0.000} → {Happened:0.000} ± {Margin:0.000} ({Pairs})");

    private static double Surprise(Forecast forecast) => (forecast.IsThere ? 1 : 0) - forecast.Chance;
}
