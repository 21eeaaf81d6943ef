using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>A package that is packed in a clone of a public repository leads debuggers to the very commit.</summary>
public sealed class SourceLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("source-link-").FullName;

    public void Dispose()
    {
        // Git's files are not writable, which Windows minds.
        foreach (var file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    [FactInRepository]
    public async Task Package_OfAPublicRepository_NamesItAndTheCommit()
    {
        await Command.RunAsync(_folder, "git", "clone", "--quiet", "--shared", Package.Root, "clone");
        var clone = Path.Combine(_folder, "clone");
        await Command.RunAsync(clone, "git", "remote", "set-url", "origin", "https://github.com/somebody/something.git");
        var commit = (await Command.RunAsync(clone, "git", "rev-parse", "HEAD")).Trim();

        await Command.RunAsync(clone, "dotnet", "pack", "src/PeerPersistence", "--configuration", "Release", "--output", _folder,
            "-p:TargetFrameworks=net8.0", "-p:RestoreLockedMode=false", "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-warnaserror", "-nologo");

        using var package = new PackedFile(Directory.GetFiles(_folder, "*.nupkg").Single());
        package.Description.Should().Contain($"""<repository type="git" url="https://github.com/somebody/something.git" """).And.Contain($"commit=\"{commit}\"");
        package.Description.Should().Contain("<projectUrl>https://github.com/somebody/something</projectUrl>")
            .And.Contain($"<releaseNotes>https://github.com/somebody/something/blob/{commit}/CHANGELOG.md</releaseNotes>");
        package.Text("README.md").Should().Contain($"](https://github.com/somebody/something/blob/{commit}/docs/getting-started.md)").And.NotContain("](..");
        package.Text("README.md").TrimEnd('\n').Split('\n').Should().HaveSameCount(
            File.ReadAllLines(Path.Combine(Package.Root, "src", "PeerPersistence", "README.md")), "nothing but the links is changed");
        using var symbols = new PackedFile(Directory.GetFiles(_folder, "*.snupkg").Single());
        symbols.SourceLink("lib/net8.0/PeerPersistence.pdb").Should().Contain($"https://raw.githubusercontent.com/somebody/something/{commit}/*");
    }
}
