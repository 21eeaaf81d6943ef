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
                var took = await Timing.OnceAsync(() => ColdStart.RunAsync(way, folder.Path));
                if (round > 0) // the first fills the system's file cache
                    samples.Add(way, "ms", took.TotalMilliseconds);
            }
        }

        var table = new MarkdownTable($"cold process, {Peers} peers known", "ms", "× an empty program");
        foreach (var way in starts)
            table.Add(ColdStart.Describe(way), Figure.Of(samples.Median(way, "ms")), Figure.Ratio(samples.Ratio((way, "ms"), (ColdStart.Way.Empty, "ms"))));
        Console.WriteLine(table);
        return 0;
    }
}
