using System.Globalization;
using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Selection;

/// <summary><c>attacks [seeds] [first seed]</c>: the table of attacks of <c>docs/selection-tables.md</c>.</summary>
internal static class AttacksCommand
{
    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var first = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        Console.WriteLine(AttackTable.ToMarkdown([.. Enumerable.Range(first, count)]));
        Console.WriteLine();
        Console.WriteLine($"Seeds {first} to {first + count - 1}: the median, and the least and the most.");
        return 0;
    }
}
