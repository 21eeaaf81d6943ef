using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PeerPersistence.ConformanceTests.Docs;

/// <summary>What the page shows is code that was compiled and run.</summary>
public sealed partial class SnippetTests
{
    [Fact]
    public void WritingAStore_EveryCodeBlock_IsTheCodeOfThisFolder()
    {
        var code = Directory.GetFiles(Folder(), "*.cs").SelectMany(Marked).ToDictionary(snippet => snippet.Name, snippet => snippet.Text);
        var page = File.ReadAllText(Path.Combine(Folder(), "../../../docs/writing-a-store.md"));
        var shown = CodeBlock().Matches(page).Select(block => (Name: block.Groups["name"].Value, Text: block.Groups["text"].Value)).ToList();

        shown.Select(block => block.Name).Should().BeEquivalentTo(code.Keys, "every block is named in a comment above it, and every snippet is shown");
        foreach (var (name, text) in shown)
            text.Should().Be(code[name], "the page shows '{0}'", name);
    }

    private static IEnumerable<(string Name, string Text)> Marked(string file)
    {
        foreach (Match mark in Marks().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        {
            var lines = mark.Groups["text"].Value.Split('\n');
            var indent = mark.Groups["indent"].Length;
            yield return (mark.Groups["name"].Value, string.Join('\n', lines.Select(line => line.Length < indent ? line : line[indent..])));
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"^(?<indent> *)// docs:begin (?<name>\S+)\n(?<text>.*?\n) *// docs:end$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?:^<!-- snippet: (?<name>\S+) -->\n)?^```csharp\n(?<text>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
