using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Findings, a line each; of a kind that there are many of, the first.</summary>
internal static class FindingText
{
    // With the wrong key every secret is one.
    private const int MostOfAKind = 10;

    public static void Write(IAnsiConsole screen, string mark, IEnumerable<Finding> findings)
    {
        foreach (var kind in findings.GroupBy(finding => finding.Kind).Select(group => group.ToList()))
        {
            foreach (var finding in kind.Take(MostOfAKind))
                screen.MarkupLine($"{mark} {PlainText.Markup(finding.Message)}");
            if (kind.Count > MostOfAKind)
                screen.MarkupLine($"{mark} and {kind.Count - MostOfAKind} more such; --json lists all");
        }
    }
}
