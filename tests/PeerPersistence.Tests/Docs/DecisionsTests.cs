using System.Text.RegularExpressions;

namespace PeerPersistence.Tests.Docs;

/// <summary>Every decision says when it was made.</summary>
public sealed partial class DecisionsTests
{
    [Fact]
    public void EveryDecision_HasADate()
    {
        var page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "decisions.md"));

        page.Where(line => line.StartsWith("**", StringComparison.Ordinal)).Should().HaveCountGreaterThan(30).And.OnlyContain(line => Dated().IsMatch(line));
    }

    [GeneratedRegex(@"^\*\*[^*]+\*\* \(20\d\d-\d\d-\d\d\) ")]
    private static partial Regex Dated();
}
