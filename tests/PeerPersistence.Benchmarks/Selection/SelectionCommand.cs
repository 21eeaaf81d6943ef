using System.Diagnostics;
using System.Globalization;
using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Selection;

/// <summary><c>selection [seeds] [first seed] [folder for pictures]</c>: the tables of <c>docs/selection-tables.md</c>.</summary>
internal static class SelectionCommand
{
    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
        var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 31001;
        var watch = Stopwatch.StartNew();
        var seeds = Enumerable.Range(first, count).ToList();
        var table = Table.Measure(Scenarios.All, Policies.All, seeds);
        Console.WriteLine(table.ToMarkdown("order by"));
        Console.WriteLine();
        Console.WriteLine(Table.Measure(Scenarios.All, TimedStarts.Rows, seeds).ToMarkdown("seconds to three connections"));
        Console.WriteLine();
        Console.WriteLine(Table.Measure(Scenarios.All, Background.Rows, seeds).ToMarkdown("background rounds"));
        Console.WriteLine();
        Console.WriteLine(
            $"A herd of {Herd.Clients}: at most {Herd.PeakPerSecond(jitter: true)} tries in one second, {Herd.PeakPerSecond(jitter: false)} without jitter.");
        if (args.Length > 2)
            Draw(table, args[2]);
        Console.WriteLine($"Seeds {first} to {first + count - 1}, {watch.Elapsed.TotalSeconds:0} s.");
        return 0;
    }

    private static void Draw(Table table, string folder)
    {
        Directory.CreateDirectory(folder);
        TriesPicture.Save(table, Path.Combine(folder, "selection-tries.svg"));
        WeekPicture.Save(Path.Combine(folder, "selection-week.svg"));
    }
}
