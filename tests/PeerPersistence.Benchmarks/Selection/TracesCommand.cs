using System.Globalization;
using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Selection;

/// <summary>The tables of real people of <c>docs/selection-tables.md</c>.</summary>
internal static class TracesCommand
{
    /// <summary><c>traces [windows] [judge|tune] [folder for pictures]</c>: all orders.</summary>
    public static int Run(string[] args)
    {
        var tables = Measure(args, Policies.InTraces);
        Console.WriteLine(tables.ToMarkdown());
        if (args.Length > 2)
            Draw(tables, args[2]);
        return 0;
    }

    /// <summary><c>traces against file [windows] [judge|tune]</c>: the library of this build, and that of another.</summary>
    /// <remarks>The file is what the other build wrote. One that does not exist is written.</remarks>
    public static int RunAgainst(string file, string[] args)
    {
        var tables = Measure(args, File.Exists(file) ? Policies.InTraces : [world => new LibraryPolicy(world)]);
        if (File.Exists(file))
            Console.WriteLine(tables.Against(Recording.Read(file)) + "\n");
        else
            Recording.Save(file, tables.Recorded());
        Console.WriteLine(tables.ToMarkdown());
        return 0;
    }

    private static void Draw(TraceTables tables, string folder)
    {
        Directory.CreateDirectory(folder);
        TriesPicture.Save(tables.Of(replay => replay.Tries), Path.Combine(folder, "selection-people.svg"));
    }

    private static TraceTables Measure(string[] args, IReadOnlyList<Func<World, Policy>> orders)
    {
        var most = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        var judges = args.Length < 2 || args[1] == "judge";
        return new([.. Trace.Names.Select(trace => Observations.Of(trace, most, window => window.IsForJudging == judges, orders))]);
    }
}
