using System.Runtime.CompilerServices;
using PeerPersistence.Browser.Tests.Support;

namespace PeerPersistence.Browser.Tests;

/// <summary>What is served of a script is the same program as its source: only lines of comment are gone, and indentation.</summary>
public sealed class ServedScriptsTests
{
    public static TheoryData<string> Names { get; } = [.. Directory.GetFiles(Sources(), "*.js").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Served_HasEveryLineThatIsNoComment(string name)
    {
        var lines = Lines(Path.Combine(Sources(), name)).Select(line => line.Trim()).ToArray();

        Lines(StaticAssets.OfTheTestApp().Find("/_content/PeerPersistence.Browser/" + name)!).Should()
            .Equal(lines.Where(line => !IsComment(line)));
    }

    /// <summary>On this rests that a line which begins as a comment is one, and that what a line begins with means nothing.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Script_EachLine_EndsItsCommentAndItsText(string name)
    {
        foreach (var line in Lines(Path.Combine(Sources(), name)))
        {
            (line.Count(each => each == '`') % 2).Should().Be(0, line);
            line.Should().NotEndWith("\\");
            if (line.Contains("/*", StringComparison.Ordinal))
                line.IndexOf("*/", StringComparison.Ordinal).Should().BePositive(line);
            if (IsComment(line.TrimStart()) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                line.IndexOf("*/", StringComparison.Ordinal).Should().Be(line.Length - 2, line);
        }
    }

    private static bool IsComment(string line) =>
        line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("/*", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string file) => File.ReadLines(file).Where(line => line.Length > 0);

    private static string Sources([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "PeerPersistence.Browser", "wwwroot");
}
