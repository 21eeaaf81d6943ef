namespace PeerPersistence.Simulator;

/// <summary>How long presence lasts: its autocorrelation once each peer's own habit is taken out.</summary>
internal static class Endurance
{
    private const int Step = 1800;
    private const int Day = 86400;
    private const int Week = 7 * Day;

    /// <summary>Peers that are there less, or nearly always, say nothing of it.</summary>
    private const double LeastShare = 0.02;
    private const double MostShare = 0.9;

    /// <summary>What is learnt before is no surprise yet.</summary>
    private const int Learning = 14 * Day;

    /// <summary>A bin is four steps on five days of a week; habits are forgotten by half in thirty days.</summary>
    private const double Forgotten = 0.992;

    /// <summary>Of all peers together, one number a lag.</summary>
    /// <param name="peers">When each was there.</param>
    /// <param name="until">Seconds since the world began.</param>
    /// <param name="lags">Seconds.</param>
    public static IReadOnlyList<double> Of(IEnumerable<Timeline> peers, int until, IReadOnlyList<int> lags)
    {
        var (squares, products, counts) = (new double[lags.Count + 1], new double[lags.Count], new double[lags.Count + 1]);
        foreach (var surprise in peers.Select(peer => Surprise(peer, until)).OfType<double[]>())
        {
            squares[^1] += surprise.Sum(each => each * each);
            counts[^1] += surprise.Length;
            for (var i = 0; i < lags.Count; i++)
            {
                var lag = lags[i] / Step;
                products[i] += Enumerable.Range(lag, surprise.Length - lag).Sum(t => surprise[t] * surprise[t - lag]);
                counts[i] += surprise.Length - lag;
            }
        }

        return [.. products.Select((product, i) => product / counts[i] / (squares[^1] / counts[^1]))];
    }

    /// <summary>There or not, less how often the peer had been there before at that time of a weekday, or a weekend.</summary>
    private static double[]? Surprise(Timeline peer, int until)
    {
        var there = Enumerable.Range(0, until / Step).Select(t => peer.Covers(t * Step) ? 1.0 : 0).ToArray();
        if (there.Average() is < LeastShare or > MostShare)
            return null;
        var (seen, looked) = (new double[24], new double[24]);
        var surprise = new double[there.Length];
        for (var t = 0; t < there.Length; t++)
        {
            var hour = HourOf(t);
            surprise[t] = there[t] - ((seen[hour] + 0.1) / (looked[hour] + 1));
            (seen[hour], looked[hour]) = ((seen[hour] * Forgotten) + there[t], (looked[hour] * Forgotten) + 1);
        }

        return surprise[(Learning / Step)..];
    }

    private static int HourOf(int t) => (t * Step % Day / 7200) + (t * Step % Week / Day >= 5 ? 12 : 0);
}
