namespace PeerPersistence.Simulator;

/// <summary>All orders in all chosen windows of one trace.</summary>
/// <param name="Trace">Its name.</param>
/// <param name="Windows">Those in which enough could be measured, with what each order did there.</param>
internal sealed record Observations(string Trace, IReadOnlyList<ObservedWindow> Windows)
{
    private const int LeastRestarts = 10;

    public int Observers => ByPerson.Count();

    public IEnumerable<string> Orders => Windows[0].ByOrder.Keys;

    private IEnumerable<IGrouping<int, ObservedWindow>> ByPerson => Windows.GroupBy(window => window.Window.Person);

    public static Observations Of(string trace, int most, Func<TraceWindow, bool> isWanted, IReadOnlyList<Func<World, Policy>> orders)
    {
        var windows = TraceWindow.Choose(Simulator.Trace.Read(trace), most, isWanted).AsParallel().AsOrdered().Select(window =>
        {
            var world = TraceWorld.Of(window);
            var policies = orders.Select(create => create(world));
            return new ObservedWindow(window, policies.ToDictionary(policy => policy.Name, policy => Replay.Run(world, policy)));
        });
        return new(trace, [.. windows.Where(window => window.ByOrder.Values.First().Restarts >= LeastRestarts)]);
    }

    public int Sum(Func<Replay, int> figure) => Windows.Sum(window => figure(window.ByOrder.Values.First()));

    /// <summary>A figure of one order: a value an observer, whose windows are averaged first.</summary>
    public Sample ByObserver(string order, Func<Replay, double> figure) => ByObserver(window => figure(window.ByOrder[order]));

    /// <summary>How much a figure of one order exceeds the library's, in 100 ln(ratio), paired.</summary>
    public Sample Paired(string order, Func<Replay, double> figure) =>
        ByObserver(window => Excess(figure(window.ByOrder[order]), figure(window.ByOrder[LibraryPolicy.Title])));

    /// <summary>How much a figure of the library exceeds that of another build.</summary>
    public Sample Against(IReadOnlyDictionary<string, double> another, string name, Func<Replay, double> figure) =>
        ByObserver(window => Excess(figure(window.ByOrder[LibraryPolicy.Title]), another[Key(window, name)]));

    public IEnumerable<KeyValuePair<string, double>> Recorded(string name, Func<Replay, double> figure) =>
        Windows.Select(window => KeyValuePair.Create(Key(window, name), figure(window.ByOrder[LibraryPolicy.Title])));

    /// <summary>What one order said of each peer, observer by observer.</summary>
    public IReadOnlyList<IReadOnlyList<Forecast>> Forecasts(string order) =>
        [.. ByPerson.Select(own => own.SelectMany(window => window.ByOrder[order].Forecasts).ToList())];

    /// <summary>The same of all starts, those at which nobody known was there among them.</summary>
    public IReadOnlyList<IReadOnlyList<Forecast>> ForecastsOfAllStarts(string order) =>
        [.. ByPerson.Select(own => own.Select(window => window.ByOrder[order]).SelectMany(all => all.Forecasts.Concat(all.InVain)).ToList())];

    private static double Excess(double figure, double other) => 100 * Math.Log(figure / other);

    private string Key(ObservedWindow window, string name) => $"{Trace}/{window.Window.Person}/{window.Window.From}/{name}";

    private Sample ByObserver(Func<ObservedWindow, double> figure) =>
        new([.. ByPerson.Select(own => own.Average(figure))]);
}

/// <summary>What each order did in one window, by its name.</summary>
internal sealed record ObservedWindow(TraceWindow Window, IReadOnlyDictionary<string, Replay> ByOrder);
