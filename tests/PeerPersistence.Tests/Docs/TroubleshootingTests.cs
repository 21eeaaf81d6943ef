using System.Text.RegularExpressions;

namespace PeerPersistence.Tests.Docs;

/// <summary>Every exception has a line on the page for those who met it.</summary>
public sealed partial class TroubleshootingTests
{
    [Fact]
    public void EveryException_IsExplained()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var exceptions = Repository.Sources("src")
            .SelectMany(file => PublicException().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value);

        exceptions.Should().HaveCountGreaterThan(9).And.OnlyContain(name => page.Contains($"| `{name}` |", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^public (sealed )?class (?<name>\w+Exception)\b", RegexOptions.Multiline)]
    private static partial Regex PublicException();
}
