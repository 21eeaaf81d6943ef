using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>What the process has taken of the machine so far.</summary>
/// <param name="Processor">Processor time, of the kernel's work for it too.</param>
/// <param name="Written">Bytes on their way to a disk; 0 where the system does not tell.</param>
internal sealed record Spending(TimeSpan Processor, long Written)
{
    public static Spending Now()
    {
        using var process = Process.GetCurrentProcess();
        return new(process.TotalProcessorTime, WrittenBytes());
    }

    public static Spending operator -(Spending after, Spending before) => new(after.Processor - before.Processor, after.Written - before.Written);

    private static long WrittenBytes()
    {
        const string path = "/proc/self/io", name = "write_bytes: ";
        return File.Exists(path) && File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture)
            : 0;
    }
}
