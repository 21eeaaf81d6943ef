using Spectre.Console;

namespace PeerPersistence.Cli;

/// <summary>Findings, a line each.</summary>
internal static class FindingText
{
    public static void Write(IAnsiConsole screen, string mark, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
            screen.MarkupLine($"{mark} {PlainText.Markup(finding.Message)}");
    }
}
