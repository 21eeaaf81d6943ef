using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>What the replay of some traces gives, as tables: a column a trace.</summary>
internal sealed class TraceTables(IReadOnlyList<Observations> traces)
{
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    private static readonly Dictionary<string, Func<Forecast, bool>> Kinds = new(Enumerable.Range(0, 10).Select(Tenth))
    {
        ["seen for less than a day in all"] = forecast => forecast.Acquaintance < Day,
        ["from a day to a week"] = forecast => forecast.Acquaintance is >= Day and < 7 * Day,
        ["from a week to thirty days"] = forecast => forecast.Acquaintance is >= 7 * Day and < 30 * Day,
        ["for longer"] = forecast => forecast.Acquaintance >= 30 * Day,
        ["heard of in the last hour"] = forecast => forecast.SilentFor < Hour,
        ["in the last day"] = forecast => forecast.SilentFor is >= Hour and < Day,
        ["in the last three"] = forecast => forecast.SilentFor is >= Day and < 3 * Day,
        ["in the last ten"] = forecast => forecast.SilentFor is >= 3 * Day and < 10 * Day,
        ["in the last thirty"] = forecast => forecast.SilentFor is >= 10 * Day and < 30 * Day,
        ["before that"] = forecast => forecast.SilentFor >= 30 * Day,
    };

    private static readonly Dictionary<string, Func<Replay, double>> Figures = new()
    {
        ["tries"] = replay => replay.Tries,
        ["seconds"] = replay => replay.Seconds,
        ["log-loss"] = replay => replay.LogLoss,
        ["Brier score"] = replay => replay.Brier,
    };

    private static readonly Dictionary<string, Func<Observations, int>> Counts = new()
    {
        ["windows"] = trace => trace.Windows.Count,
        ["observers"] = trace => trace.Observers,
        ["restarts"] = trace => trace.Sum(replay => replay.Restarts),
        ["restarts at which nobody known was there"] = trace => trace.Sum(replay => replay.NobodyThere),
    };

    private IReadOnlyList<string> Names => [.. traces.Select(trace => trace.Trace)];

    private IReadOnlyList<string> Orders => [.. traces[0].Orders];

    private IEnumerable<string> Foretelling => Orders.Intersect([LibraryPolicy.Title, HistogramPolicy.Title]);

    private IEnumerable<string> Others => Orders.Where(order => order != LibraryPolicy.Title);

    /// <summary>A figure of all orders.</summary>
    public Table Of(Func<Replay, double> figure) =>
        new(Names, Orders.Select(order => (order, traces.Select(trace => trace.ByObserver(order, figure)).ToArray())));

    public string ToMarkdown() => string.Join("\n\n",
        Of(replay => replay.Tries).ToMarkdown("tries to the first connection"),
        Paired("tries, against the library, %", Others, (trace, order) => trace.Paired(order, replay => replay.Tries)),
        Of(replay => replay.Seconds).ToMarkdown("seconds to three connections"),
        Paired("seconds, against the library, %", Others, (trace, order) => trace.Paired(order, replay => replay.Seconds)),
        Rows("reciprocal rank of the first", Orders, (trace, order) => Cell(trace, order, replay => replay.ReciprocalRank)),
        Rows("log-loss", Foretelling, (trace, order) => Cell(trace, order, replay => replay.LogLoss)),
        Rows("Brier score", Foretelling, (trace, order) => Cell(trace, order, replay => replay.Brier)),
        Rows("the library: said → happened (pairs)", Kinds.Keys, (trace, kind) =>
            Calibration.Of(trace.Forecasts(LibraryPolicy.Title), Kinds[kind]).ToString()),
        Rows("the same, of all starts", Kinds.Keys, (trace, kind) =>
            Calibration.Of(trace.ForecastsOfAllStarts(LibraryPolicy.Title), Kinds[kind]).ToString()),
        Rows("measured", Counts.Keys, (trace, count) => Counts[count](trace).ToString(CultureInfo.InvariantCulture)));

    /// <summary>The library of this build against that of another, in the same windows.</summary>
    public string Against(IReadOnlyDictionary<string, double> another) => Paired(
        "the library, against another build, %", Figures.Keys, (trace, name) => trace.Against(another, name, Figures[name]));

    /// <summary>What to keep of this build for a comparison with another.</summary>
    public IEnumerable<KeyValuePair<string, double>> Recorded() =>
        traces.SelectMany(trace => Figures.SelectMany(figure => trace.Recorded(figure.Key, figure.Value)));

    private static KeyValuePair<string, Func<Forecast, bool>> Tenth(int tenth) => KeyValuePair.Create<string, Func<Forecast, bool>>(
        FormattableString.Invariant($"said {tenth / 10.0:0.0} to {(tenth + 1) / 10.0:0.0}"),
        forecast => Math.Min(9, (int)(forecast.Chance * 10)) == tenth);

    private static string Cell(Observations trace, string order, Func<Replay, double> figure) =>
        Grid.Cell(trace.ByObserver(order, figure).Interval, 3);

    private string Rows(string title, IEnumerable<string> rows, Func<Observations, string, string> cell) =>
        Grid.Of(title, Names, rows.Select(row => (row, traces.Select(trace => cell(trace, row)))));

    /// <summary>100 ln(ratio), and the mean of the traces.</summary>
    private string Paired(string title, IEnumerable<string> rows, Func<Observations, string, Sample> compare) =>
        Grid.Of(title, [.. Names, "mean of traces"], rows.Select(row =>
        {
            var intervals = traces.Select(trace => compare(trace, row).Interval).ToList();
            return (row, intervals.Append(Sample.MeanOf(intervals)).Select(interval => Grid.Cell(interval, 1, signed: true)));
        }));
}
