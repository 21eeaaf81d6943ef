using System.Reflection;

namespace PeerPersistence.Cli.Tests.Docs;

/// <summary>The page on the tool tells of all of it.</summary>
public sealed class CliPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "cli.md"));

    // Said of all commands at once.
    private static readonly string Shown = Page[Page.IndexOf("**What is shown.**", StringComparison.Ordinal)..Page.IndexOf("**What is changed.**", StringComparison.Ordinal)];

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Commands_AndTheirOptions_AreOnThePage()
    {
        var help = (await _scene.RunAsync("--help")).Output;
        var common = Options(help).ToList();
        common.Should().HaveCount(8).And.OnlyContain(option => Page.Contains(option));
        foreach (var command in help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(FirstWord).Where(name => name.Length > 0))
        {
            Page.Should().Contain($"\n## {command}\n");
            var section = Page.Split($"\n## {command}\n")[1].Split("\n## ")[0];
            foreach (var option in Options((await _scene.RunAsync(command, "--help")).Output).Except(common))
                (section + Shown).Should().Contain(option, "'{0}' takes it", command);
        }
    }

    [Fact]
    public void ExitCodes_AreOnThePage()
    {
        var rows = ExitCode.Table.Split('\n').Skip(1).Select(line => line.Trim().Split(' ', 2)).ToList();

        rows.Should().HaveCount(typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Count(field => field.FieldType == typeof(int)));
        foreach (var row in rows)
            Page.Should().Contain($"| {row[0]} | {row[1].Trim()} |");
    }

    private static IEnumerable<string> Options(string help) => help.Split('\n').Select(FirstWord)
        .Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--version")
        .Select(word => word.EndsWith("-env", StringComparison.Ordinal) || word.EndsWith("-stdin", StringComparison.Ordinal) ? word[..word.LastIndexOf('-')] : word)
        .Distinct();

    private static string FirstWord(string line) => line.Trim().Split(' ')[0];

    [Fact]
    public void Findings_AreOnThePage()
    {
        Finding[] findings =
        [
            Finding.DamagedBytes(1), Finding.LostCommits(1), Finding.UnfinishedCopy(), Finding.Index(), Finding.Original(), Finding.Record("a"), Finding.Secret("a", SecretStatus.Damaged),
            Finding.Secret("a", SecretStatus.KeyUnavailable), Finding.Key(1, 1), Finding.KeyRing(),
        ];

        foreach (var finding in findings)
            Page.Should().Contain($"| `{finding.Kind}` |");
    }
}
