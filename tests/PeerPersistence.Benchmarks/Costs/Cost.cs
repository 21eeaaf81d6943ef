using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary>What a call costs: processor time of the whole process, which a busy machine changes little, and bytes allocated.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Microseconds">Processor time a call.</param>
/// <param name="Bytes">Bytes allocated a call.</param>
internal sealed record Cost(string Name, double Microseconds, double Bytes)
{
    private const int Turns = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    /// <summary>The median of several turns, after one that is the compiler's.</summary>
    /// <param name="name">As the table says it.</param>
    /// <param name="call">What is measured, with the number of the call.</param>
    /// <param name="beforeATurn">Costs nothing.</param>
    public static async Task<Cost> MeasureAsync(string name, Func<int, Task> call, Action? beforeATurn = null)
    {
        var (calls, next) = (1, 0);
        while (await RunAsync() < Turn)
            calls *= 2;
        List<double> times = [];
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var turn = 0; turn < Turns; turn++)
            times.Add((await RunAsync()).TotalMicroseconds / calls);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(name, times.Order().ElementAt(Turns / 2), (double)allocated / calls / Turns);

        async Task<TimeSpan> RunAsync()
        {
            beforeATurn?.Invoke();
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            for (var i = 0; i < calls; i++)
                await call(next++);
            process.Refresh();
            return process.TotalProcessorTime - before;
        }
    }
}
