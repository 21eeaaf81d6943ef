namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What was measured, round by round.</summary>
/// <typeparam name="TRow">Who was measured.</typeparam>
/// <typeparam name="TColumn">What was measured.</typeparam>
internal sealed class Samples<TRow, TColumn> where TRow : notnull where TColumn : notnull
{
    private readonly Dictionary<(TRow, TColumn), List<double>> _rounds = [];

    public void Add(TRow row, TColumn column, double value)
    {
        if (!_rounds.TryGetValue((row, column), out var values))
            _rounds[(row, column)] = values = [];
        values.Add(value);
    }

    /// <summary>The median of the rounds; <c>null</c>: not measured.</summary>
    public double? Median(TRow row, TColumn column) => _rounds.TryGetValue((row, column), out var values) ? Timing.Median(values) : null;

    /// <summary>The median of the rounds' ratios: both had the same weather.</summary>
    public double? Ratio((TRow Row, TColumn Column) of, (TRow Row, TColumn Column) to) =>
        _rounds.TryGetValue(of, out var dividends) && _rounds.TryGetValue(to, out var divisors)
            ? Timing.Median(dividends.Zip(divisors, (dividend, divisor) => dividend / divisor))
            : null;
}
