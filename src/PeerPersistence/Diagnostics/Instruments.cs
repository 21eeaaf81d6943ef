using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PeerPersistence;

/// <summary>The instruments of this process: one set, whatever the number of services.</summary>
internal static class Instruments
{
    private static readonly string? Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(PeerPersistenceDiagnostics.MeterName, Version);

    // Without advice whoever collects takes bounds for milliseconds, and every duration lands in the first bucket.
    private static readonly InstrumentAdvice<double> Calls = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<double> Tries = new()
    {
        HistogramBucketBoundaries = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    public static ActivitySource Activities { get; } = new(PeerPersistenceDiagnostics.ActivitySourceName, Version ?? "");

    public static Histogram<double> Operations { get; } =
        Meter.CreateHistogram<double>(
            PeerPersistenceDiagnostics.OperationDuration, "s", "Duration of calls of the service.", tags: null, Calls);

    public static Histogram<double> Commits { get; } =
        Meter.CreateHistogram<double>(
            PeerPersistenceDiagnostics.CommitDuration, "s", "Duration of commits of the store.", tags: null, Calls);

    public static Counter<long> StoreIO { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.StoreIO, "By", "Bytes of values read from and written to the store.");

    public static Counter<long> Conflicts { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.Conflicts, "{conflict}", "Commits that another writer was quicker than.");

    public static Counter<long> Evictions { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.Evictions, "{peer}", "Peers that had to go without being asked for.");

    public static Histogram<double> Attempts { get; } =
        Meter.CreateHistogram<double>(
            PeerPersistenceDiagnostics.AttemptDuration, "s", "Duration of tries of a reconnect.", tags: null, Tries);

    public static UpDownCounter<long> KeptConnections { get; } =
        Meter.CreateUpDownCounter<long>(PeerPersistenceDiagnostics.KeeperConnections, "{connection}", "Connections that keepers keep.");

    public static Counter<long> KeeperLosses { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.KeeperLosses, "{connection}", "Kept connections that ended unasked.");

    public static Counter<long> SecretsUnavailable { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.SecretsUnavailable, "{secret}", "Stored secrets that could not be opened.");

    public static Counter<long> LostCommits { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.RecoveryLostCommits, "{commit}", "Commits found lost when a file was opened.");

    public static Counter<long> DamagedBytes { get; } =
        Meter.CreateCounter<long>(PeerPersistenceDiagnostics.RecoveryDamagedBytes, "By", "Damaged bytes set aside when a file was opened.");
}
