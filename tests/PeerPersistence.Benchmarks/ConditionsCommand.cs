using System.Globalization;
using System.Runtime.InteropServices;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks;

/// <summary><c>conditions</c>: when and on what this run takes place.</summary>
internal static class ConditionsCommand
{
    public static Task<int> RunAsync()
    {
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Console.WriteLine($"{today}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Processor()}, {Load.Describe()}.");
        return Task.FromResult(0);
    }

    private static string Processor()
    {
        const string Path = "/proc/cpuinfo";
        var model = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
