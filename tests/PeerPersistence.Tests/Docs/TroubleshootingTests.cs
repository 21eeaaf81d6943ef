namespace PeerPersistence.Tests.Docs;

/// <summary>Every exception has a line on the page for those who met it.</summary>
public sealed class TroubleshootingTests
{
    [Fact]
    public void EveryException_IsExplained()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var exceptions = typeof(PeerPersistenceException).Assembly.GetExportedTypes().Where(typeof(Exception).IsAssignableFrom);

        exceptions.Should().NotBeEmpty().And.OnlyContain(type => page.Contains($"| `{type.Name}` |", StringComparison.Ordinal));
    }
}
