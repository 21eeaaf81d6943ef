using System.Text.RegularExpressions;

namespace PeerPersistence.Tests.Docs;

/// <summary>Each line that docs/security.md claims names the tests that hold it, and these tests are there.</summary>
public sealed partial class SecurityClaimsTests
{
    private static readonly string[] s_sources = [.. Repository.Sources("tests")];

    private static readonly List<(string Claim, string[] Tests)> s_claims = [.. Section("What holds each claim").Split('\n')
        .Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|', ' ').Split(" | "))
        .Select(cells => (cells[0], cells.Length > 1 ? Quoted().Matches(cells[^1]).Select(name => name.Groups[1].Value).ToArray() : []))];

    public static TheoryData<string> Tests => [.. s_claims.SelectMany(claim => claim.Tests).Distinct()];

    [Fact]
    public void EveryClaim_NamesATest() =>
        s_claims.Should().HaveCountGreaterThan(40).And.OnlyContain(claim => claim.Claim.Length > 0 && claim.Tests.Length > 0);

    [Theory, MemberData(nameof(Tests))]
    public void EveryTestOfAClaim_IsThere(string test)
    {
        var (type, method) = (test.Split('.')[0], test.Split('.')[^1]);
        s_sources.Where(file => Path.GetFileNameWithoutExtension(file) == type)
            .Should().Contain(file => HasTest(File.ReadAllText(file), type, method), "{0} is named in docs/security.md", test);
    }

    [Theory]
    [InlineData("GetPeer_Gone_IsNull", false), InlineData("Other", false), InlineData("IsThere", true), InlineData("IsThereToo", true)]
    public void HasTest_AMethod_IsATestWithThatName(string method, bool isThere)
    {
        const string source = """
            public sealed class SomeTests
            {
                // GetPeer_Gone_IsNull() was here.
                public void Other() => IsThere();

                [RootFact]
                public async Task IsThere() { }

                [Theory]
                [InlineData(1)]
                public void IsThereToo(int one) { }
            }
            """;
        HasTest(source, "SomeTests", method).Should().Be(isThere);
        HasTest(source, "OtherTests", method).Should().BeFalse();
    }

    /// <summary>Whether a method of that name has the attribute of a test: in the lines above it, up to an empty one.</summary>
    private static bool HasTest(string source, string type, string method)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        return lines.Any(line => line.Contains($" class {type}", StringComparison.Ordinal))
            && Enumerable.Range(0, lines.Length)
                .Where(at => lines[at].Contains("public ", StringComparison.Ordinal) && lines[at].Contains($" {method}(", StringComparison.Ordinal))
                .Any(at => lines.Take(at).Reverse().TakeWhile(line => line.Trim().Length > 0)
                    .Any(line => line.TrimStart().StartsWith('[') && (line.Contains("Fact", StringComparison.Ordinal) || line.Contains("Theory", StringComparison.Ordinal))));
    }

    private static string Section(string heading)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md")).ReplaceLineEndings("\n");
        var begin = page.IndexOf($"## {heading}\n", StringComparison.Ordinal);
        begin.Should().BePositive("there is such a section");
        var end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return end < 0 ? page[begin..] : page[begin..end];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
