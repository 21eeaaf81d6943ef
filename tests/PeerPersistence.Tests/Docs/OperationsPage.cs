using System.Text.RegularExpressions;

namespace PeerPersistence.Tests.Docs;

/// <summary>What docs/operations.md says of metrics and activities.</summary>
internal static partial class OperationsPage
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md")).ReplaceLineEndings("\n");

    /// <summary>Every instrument that the page lists.</summary>
    public static IReadOnlyList<(string Name, string Kind, string Unit, string[] Tags)> Instruments { get; } =
    [
        .. InstrumentRow().Matches(Text).Select(row => (
            row.Groups["name"].Value, row.Groups["kind"].Value, row.Groups["unit"].Value,
            Quoted().Matches(row.Groups["tags"].Value).Select(tag => tag.Groups["text"].Value).ToArray())),
    ];

    /// <summary>The activities that the page names, beside those of calls of the service.</summary>
    public static IReadOnlyList<string> Activities { get; } =
        [.. Activity().Matches(Text).Select(name => name.Groups["name"].Value)];

    /// <summary>The values of a tag that has a few.</summary>
    public static IReadOnlyList<string> ValuesOf(string tag) =>
        [.. Quoted().Matches(Regex.Match(Text, $"^- `{Regex.Escape(tag)}`:(?<values>[^.]*)", RegexOptions.Multiline).Groups["values"].Value)
            .Select(value => value.Groups["text"].Value)];

    [GeneratedRegex(@"^\| `(?<name>peer_persistence\.[a-z_.]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \|(?<tags>.*)\|$", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"activity `(?<name>PeerPersistence\.[A-Z][A-Za-z]+)`")]
    private static partial Regex Activity();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Quoted();
}
