using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Startup;

/// <summary><c>startup [rounds]</c>: from the start of a process to its first candidate, in processes of their own.</summary>
internal static class StartupCommand
{
    private const int Peers = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 21;
        using var folder = new TemporaryFolder();
        await ColdStart.PrepareAsync(folder.Path, Peers);
        var starts = Enum.GetValues<ColdStart.Way>();
        var samples = new Samples<ColdStart.Way, string>();
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var way in starts)
            {
                var (methods, bytes) = (0L, 0L);
                var took = await Timing.OnceAsync(async () => (methods, bytes) = await ColdStart.RunAsync(way, folder.Path));
                if (round == 0) // it fills the system's file cache
                    continue;
                samples.Add(way, "ms", took.TotalMilliseconds);
                samples.Add(way, "methods", methods);
                samples.Add(way, "KB", bytes / 1000.0);
            }
        }

        var table = new MarkdownTable($"cold process, {Peers} peers known", "ms", "× an empty program", "methods compiled", "KB allocated");
        foreach (var way in starts)
        {
            table.Add(
                ColdStart.Describe(way), Figure.Of(samples.Median(way, "ms")), Figure.Ratio(samples.Ratio((way, "ms"), (ColdStart.Way.Empty, "ms"))),
                Figure.Of(samples.Median(way, "methods")), Figure.Of(samples.Median(way, "KB")));
        }

        Console.WriteLine(table);
        return 0;
    }
}
