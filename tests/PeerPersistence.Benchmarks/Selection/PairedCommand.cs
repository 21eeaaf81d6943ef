using System.Globalization;
using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Selection;

/// <summary>Two orders in the same simulated worlds.</summary>
internal static class PairedCommand
{
    /// <summary><c>paired [seeds] [first seed] [lasting]</c>: what it costs that who says so is weighed, and not the probability alone.</summary>
    public static int Run(string[] args)
    {
        var seeds = SeedsOf(args);
        Print(Table.Measure(WorldsOf(args), PairedWorlds.Orders, seeds), "against the presence model alone", seeds);
        return 0;
    }

    /// <summary>
    /// <c>paired against file [seeds] [first seed] [lasting] [library]</c>: the order of this build, bare or as the whole library gives it,
    /// and that of another.
    /// </summary>
    /// <remarks>The file is what the other build wrote. One that does not exist is written.</remarks>
    public static int RunAgainst(string file, string[] args)
    {
        var seeds = SeedsOf(args);
        Func<World, Policy> order = args.Contains("library") ? world => new LibraryPolicy(world) : PairedWorlds.Orders[0];
        var table = Table.Measure(WorldsOf(args), [order], seeds);
        if (File.Exists(file))
            Print(PairedWorlds.Against(table, Recording.Read(file), seeds), "against another build", seeds);
        else
            Recording.Save(file, PairedWorlds.Recorded(table, seeds));
        return 0;
    }

    private static IReadOnlyList<Scenario> WorldsOf(string[] args) => args.Contains("lasting") ? Scenarios.Lasting : Scenarios.All;

    private static List<int> SeedsOf(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 40;
        var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9001;
        return [.. Enumerable.Range(first, count)];
    }

    private static void Print(Table table, string title, List<int> seeds)
    {
        Console.WriteLine(table.ToMarkdown("tries"));
        Console.WriteLine();
        Console.WriteLine(PairedWorlds.ToMarkdown(title, table));
        Console.WriteLine($"Seeds {seeds[0]} to {seeds[^1]}.");
    }
}
