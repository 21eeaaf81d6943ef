using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>How busy the machine is with other things: figures of a busy machine are only worth their ratios.</summary>
internal static class Load
{
    public static string Describe()
    {
        const string path = "/proc/loadavg";
        var cores = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores");
        return File.Exists(path) ? $"{cores}, load {File.ReadAllText(path).Split(' ')[0]}" : cores;
    }
}
