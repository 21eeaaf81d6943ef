using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What the process has taken of the machine so far.</summary>
/// <param name="Processor">Processor time, of the kernel's work for it too.</param>
/// <param name="Given">Bytes in calls that write; 0 where the system does not tell.</param>
/// <param name="Written">Bytes on their way to a disk, in whole pages; 0 where the system does not tell.</param>
internal sealed record Spending(TimeSpan Processor, long Given, long Written)
{
    public static Spending Now()
    {
        const string path = "/proc/self/io";
        using var process = Process.GetCurrentProcess();
        var counts = File.Exists(path) ? File.ReadLines(path).Select(line => line.Split(": ")).ToDictionary(each => each[0], each => each[1]) : [];
        return new(process.TotalProcessorTime, Of("wchar"), Of("write_bytes"));

        long Of(string name) => counts.TryGetValue(name, out var count) ? long.Parse(count, CultureInfo.InvariantCulture) : 0;
    }

    public static Spending operator -(Spending after, Spending before) =>
        new(after.Processor - before.Processor, after.Given - before.Given, after.Written - before.Written);
}
