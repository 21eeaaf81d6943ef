using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What the workers of a measure have in common.</summary>
internal enum Shared
{
    /// <summary>Not even the store.</summary>
    Nothing,

    /// <summary>The store; each has keys of its own.</summary>
    Store,

    /// <summary>The keys.</summary>
    Keys,
}

/// <summary>A <see cref="Worker"/> as this process sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    public const string Service = "service";
    public const string Bare = "bare";
    public const string Compared = "compared";
    public const string Head = "head";
    public const string Headless = "headless";
    public const string Gathered = "gathered";
    public const string Store = "store";

    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(2);
    private readonly Process _process;

    private WorkerProcess(string connectionString, string work, string name, string keys)
    {
        string[] arguments = [.. ThisProgram.Command[1..], "postgresql", "worker", work, name, keys, $"{s_time.TotalMilliseconds:0}"];
        var start = new ProcessStartInfo(ThisProgram.Command[0], arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Worker.ConnectionVariable] = connectionString;
        _process = Process.Start(start)!;
    }

    /// <summary>What all of them made.</summary>
    public static async Task<WorkerRates> MeasureAsync(string connectionString, string work, int processes, Shared shared)
    {
        var workers = Enumerable.Range(0, processes).Select(i => new WorkerProcess(
            connectionString, work, shared == Shared.Nothing ? $"worker {i}" : $"{shared} of {processes}", shared == Shared.Keys ? "" : $" {i}")).ToList();
        try
        {
            foreach (var worker in workers)
                await worker._process.StandardOutput.ReadLineAsync();
            var log = await ServerLog.ReadAsync(connectionString);
            foreach (var worker in workers)
                await worker._process.StandardInput.WriteLineAsync("go");
            var (updates, tries, processor) = (0, 0, 0.0);
            foreach (var worker in workers)
            {
                var said = (await worker._process.StandardOutput.ReadLineAsync() ?? "0 0 0").Split(' ');
                updates += int.Parse(said[0], CultureInfo.InvariantCulture);
                tries += int.Parse(said[1], CultureInfo.InvariantCulture);
                processor += double.Parse(said[2], CultureInfo.InvariantCulture);
            }

            foreach (var worker in workers)
                await worker._process.WaitForExitAsync();
            var used = await ServerLog.ReadAsync(connectionString) - log;
            return new(
                updates / s_time.TotalSeconds, (double)tries / updates, used.Transactions / updates, used.Syncs / updates, used.Bytes / updates,
                (processor + used.Processor) / updates);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
