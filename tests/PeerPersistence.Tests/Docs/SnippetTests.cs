using System.Text.RegularExpressions;

namespace PeerPersistence.Tests.Docs;

/// <summary>What README and docs show is code that was compiled and, where it is a test, run.</summary>
/// <remarks>
/// Code that a page shows stands in a test project or a sample, between <c>// docs:begin name</c> and <c>// docs:end</c>; above the block
/// on the page stands <c>&lt;!-- snippet: name --&gt;</c>. An example in the documentation of a member is marked in the same way.
/// </remarks>
public sealed partial class SnippetTests
{
    // Those at the root, the guides, and what each package says of itself.
    private static readonly string[] Pages =
    [
        .. Directory.GetFiles(Repository.Root, "*.md"),
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md"),
        .. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "README.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void EveryCodeBlock_OfReadmeAndDocs_IsCompiledCode()
    {
        string[] projects = ["tests", "samples"];
        var code = projects.SelectMany(folder => Repository.Sources(folder))
            .SelectMany(Marked).ToDictionary(snippet => snippet.Name, snippet => snippet.Text);
        var shown = Pages.SelectMany(page => CodeBlock().Matches(File.ReadAllText(page).ReplaceLineEndings("\n"))
            .Select(block => (Page: Path.GetFileName(page), Name: block.Groups["name"].Value, Text: block.Groups["text"].Value))).ToList();

        shown.AddRange(Repository.Sources("src").SelectMany(Examples));
        shown.Should().OnlyContain(block => block.Name != "", "every block is named in a comment above it");
        shown.Select(block => block.Name).Distinct().Should().BeEquivalentTo(code.Keys, "every snippet is shown");
        foreach (var (page, name, text) in shown)
            text.Should().Be(code[name], "{0} shows '{1}'", page, name);
    }

    [Fact]
    public void EveryRazorBlock_OfReadmeAndDocs_IsACompiledFile()
    {
        var files = Repository.Sources("tests", "*.razor")
            .ToDictionary(file => Path.GetFileName(file), file => File.ReadAllText(file).ReplaceLineEndings("\n"));
        var shown = Pages.SelectMany(page => RazorBlock().Matches(File.ReadAllText(page).ReplaceLineEndings("\n"))).ToList();

        shown.Should().NotBeEmpty();
        foreach (var block in shown)
            block.Groups["text"].Value.Should().Be(files[block.Groups["name"].Value]);
    }

    [Fact]
    public void EveryName_OfReadmeAndDocs_IsInTheCode()
    {
        string[] folders = ["src", "samples", "tests"];
        var code = folders.SelectMany(folder => Repository.Sources(folder, "*.cs*"))
            .Concat(Directory.GetFiles(Repository.Root, "*.props"))
            .SelectMany(file => Words().Matches(File.ReadAllText(file))).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);

        var unknown = Pages.SelectMany(page => Names().Matches(CodeBlock().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), ""))
            .SelectMany(name => name.Groups["name"].Value.Split('.')).Where(name => !code.Contains(name)).Select(name => $"{name} in {Path.GetFileName(page)}"));

        unknown.Should().BeEmpty("a page names what there is");
    }

    [Fact]
    public void EveryLink_OfReadmeAndDocs_LeadsSomewhere()
    {
        var links = Pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(link => Path.Combine(Path.GetDirectoryName(page)!, link.Groups["path"].Value)));

        links.Should().NotBeEmpty().And.OnlyContain(path => Path.Exists(path));
    }

    private static IEnumerable<(string Page, string Name, string Text)> Examples(string file) =>
        Example().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")).Select(example => (
            Path.GetFileName(file), example.Groups["name"].Value,
            System.Net.WebUtility.HtmlDecode(DocLine().Replace(example.Groups["text"].Value, ""))));

    private static IEnumerable<(string Name, string Text)> Marked(string file)
    {
        foreach (Match mark in Marks().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        {
            var lines = mark.Groups["text"].Value.Split('\n');
            var indent = mark.Groups["indent"].Length;
            yield return (mark.Groups["name"].Value, string.Join('\n', lines.Select(line => line.Length < indent ? line : line[indent..])));
        }
    }

    [GeneratedRegex(@"^(?<indent> *)// docs:begin (?<name>\S+)\n(?<text>.*?\n) *// docs:end$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marks();

    [GeneratedRegex(@"(?:^<!-- snippet: (?<name>\S+) -->\n)?^```csharp\n(?<text>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^(?:<!-- snippet: (?<name>\S+) -->\n)?^```razor\n(?<text>.*?\n)```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RazorBlock();

    [GeneratedRegex(@"^ */// <example>\n(?: */// <!-- snippet: (?<name>\S+) -->\n)? */// <code>\n(?<text>.*?\n) */// </code>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^ *///( |$)", RegexOptions.Multiline)]
    private static partial Regex DocLine();

    // `Name`, `Type.Member`, `Method(…)`, `Option = …`: at least one letter is small, which variables of the environment have not.
    [GeneratedRegex(@"`(?<name>[A-Z]\w*[a-z]\w*(\.[A-Z]\w*[a-z]\w*)*)(?=[`(<]| = )")]
    private static partial Regex Names();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Words();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
