using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>A <see cref="Worker"/> as this process sees it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(3);
    private readonly Process _process;

    private WorkerProcess(string connectionString, string storeName)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        foreach (var argument in (string[])["postgresql", "worker", storeName, $"{s_time.TotalMilliseconds:0}"])
            start.ArgumentList.Add(argument);
        start.Environment[Worker.ConnectionVariable] = connectionString;
        _process = Process.Start(start)!;
    }

    /// <summary>Updates a second that all of them made.</summary>
    public static async Task<double> MeasureAsync(string connectionString, int processes, bool areShared)
    {
        var workers = Enumerable.Range(0, processes)
            .Select(i => new WorkerProcess(connectionString, areShared ? $"shared by {processes}" : $"worker {i}")).ToList();
        try
        {
            foreach (var worker in workers)
                await worker._process.StandardOutput.ReadLineAsync();
            foreach (var worker in workers)
                await worker._process.StandardInput.WriteLineAsync("go");
            var sum = 0;
            foreach (var worker in workers)
                sum += int.Parse(await worker._process.StandardOutput.ReadLineAsync() ?? "0", CultureInfo.InvariantCulture);
            return sum / s_time.TotalSeconds;
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
