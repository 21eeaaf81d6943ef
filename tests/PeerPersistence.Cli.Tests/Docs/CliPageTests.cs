using System.Reflection;

namespace PeerPersistence.Cli.Tests.Docs;

/// <summary>The page on the tool tells of all of it.</summary>
public sealed class CliPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "cli.md"));

    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Commands_AndTheirOptions_AreOnThePage()
    {
        var help = (await _scene.RunAsync("--help")).Output;
        foreach (var command in help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(line => line.Trim().Split(' ')[0]).Where(name => name.Length > 0))
            Page.Should().Contain($"\n## {command}\n");
        foreach (var option in help.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--version"))
            Page.Should().Contain(option);
    }

    [Fact]
    public void ExitCodes_AreOnThePage()
    {
        var rows = ExitCode.Table.Split('\n').Skip(1).Select(line => line.Trim().Split(' ', 2)).ToList();

        rows.Should().HaveCount(typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Count(field => field.FieldType == typeof(int)));
        foreach (var row in rows)
            Page.Should().Contain($"| {row[0]} | {row[1].Trim()} |");
    }

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
