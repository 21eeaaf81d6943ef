using System.Diagnostics.Metrics;
using System.Globalization;
using Npgsql;
using PeerPersistence.Benchmarks.Storage;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary><c>opening postgresql</c>: the same on a PostgreSQL server of its own, with what goes over the wire and what the server does.</summary>
internal static class PostgreSqlOpening
{
    private static readonly int[] Sizes = [200, 1_000, 10_000];

    public static async Task<int> RunAsync()
    {
        if (PostgreSqlServer.Missing is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 1;
        }

        await using var server = await PostgreSqlServer.StartAsync();
        var connection = server.Connection();
        connection.MaxAutoPrepare = 20;
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        using var wire = new Wire();
        Console.WriteLine("| open the service on PostgreSQL | peers | µs of processor | of the server's | KB allocated | KB read | round trips |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var size in Sizes)
        {
            var name = $"{size}";
            await StoreAsync(source, name, size);
            await PrintAsync("of the records", size, wire, () => OpenAsync(source, name, readsRecords: true));
            await OpenAsync(source, name, readsRecords: false); // writes them
            await PrintAsync("of summaries", size, wire, () => OpenAsync(source, name, readsRecords: false));
        }

        return 0;
    }

    private static async Task StoreAsync(NpgsqlDataSource source, string name, int size)
    {
        await using var store = new PostgreSqlKeyValueStore(source, name);
        await using var service = OpeningCommand.Serve(new WithoutSummaries(store));
        foreach (var chunk in Enumerable.Range(0, size).Chunk(500))
            await service.StorePeersAsync(chunk.Select(i => SamplePeers.Make(i) with { SharedSecret = null }));
    }

    private static async Task OpenAsync(NpgsqlDataSource source, string name, bool readsRecords)
    {
        await using var store = new PostgreSqlKeyValueStore(source, name);
        await using var service = OpeningCommand.Serve(readsRecords ? new WithoutSummaries(store) : store);
        await service.InitializeAsync();
    }

    private static async Task PrintAsync(string name, int peers, Wire wire, Func<Task> open)
    {
        await open();
        var (bytes, trips) = (wire.Bytes, wire.Trips);
        await open();
        (bytes, trips) = (wire.Bytes - bytes, wire.Trips - trips);
        var (opened, before) = (0, ServerTime());
        var cost = await Cost.MeasureAsync(name, _ =>
        {
            opened++;
            return open();
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {peers:N0} | {cost.Microseconds:N0} | {(ServerTime() - before).TotalMicroseconds / opened:N0} | {cost.Bytes / 1000:N0} | {bytes / 1000.0:N0} | {trips} |"));
    }

    /// <summary>Processor time of the server's processes that serve this one, which live as long as the pool's connections.</summary>
    private static TimeSpan ServerTime()
    {
        var nanoseconds = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "cmdline")).StartsWith("postgres: peers postgres", StringComparison.Ordinal))
                    nanoseconds += long.Parse(File.ReadAllText(Path.Combine(process, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is none, or has ended.
            }
        }

        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>What Npgsql counts.</summary>
    private sealed class Wire : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _bytes;
        private long _trips;

        public Wire()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Npgsql")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
                Interlocked.Add(ref _bytes, instrument.Name.EndsWith("bytes_read", StringComparison.Ordinal) ? value : 0));
            _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) =>
                Interlocked.Add(ref _trips, instrument.Name.EndsWith("commands.duration", StringComparison.Ordinal) ? 1 : 0));
            _listener.Start();
        }

        public long Bytes => Interlocked.Read(ref _bytes);

        public long Trips => Interlocked.Read(ref _trips);

        public void Dispose() => _listener.Dispose();
    }
}
