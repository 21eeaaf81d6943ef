using System.Text.Json;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Conventions;

/// <summary>What the packages were restored with is written down beside them.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void LockFile_OfEveryPackage_HasEachPartWithItsHashAndNamesNoHost()
    {
        foreach (var package in Package.All)
        {
            var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(package.Project)!, "packages.lock.json"));
            using var json = JsonDocument.Parse(text);

            var parts = json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(part => part.Value.GetProperty("type").GetString() != "Project").ToList();

            json.RootElement.GetProperty("dependencies").EnumerateObject().Should().HaveCount(package.Frameworks.Count, "{0} was restored for no system", package.Name);
            parts.Should().NotBeEmpty().And.OnlyContain(part => part.Value.GetProperty("contentHash").GetString()!.Length == 88);
            text.Should().NotContain("://");
        }
    }
}
