using System.Globalization;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>All packages, packed as for a release into a folder of their own, under a version that nobody else has.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string Suffix = $"test.{TimeProvider.System.GetUtcNow().Ticks.ToString(CultureInfo.InvariantCulture)}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("packages-").FullName;

    public string Feed => Path.Combine(Folder, "feed");

    public string Version { get; private set; } = "";

    public async Task InitializeAsync()
    {
        // The sources were analyzed when these tests were built.
        await Command.RunAsync(Package.Root, "bash", "eng/pack.sh", "--output", Feed, "--version-suffix", Suffix,
            "--artifacts-path", Path.Combine(Folder, "artifacts"), "-p:RunAnalyzers=false");
        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed, "PeerPersistence.0*.nupkg").Single())["PeerPersistence.".Length..];

        // Strangers have the machine's package sources, and this one.
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"),
            $"""<configuration><packageSources><add key="local" value="{Feed}" /></packageSources></configuration>""");
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <PeersVersion>{Version}</PeersVersion>
                <PeersPackages>{string.Join(';', Package.Libraries.Select(package => package.Name))}</PeersPackages>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        Copy(Path.Combine(Package.Root, "tests", "PeerPersistence.PackageTests", "Strangers", "Apps"), Folder);
    }

    public async Task DisposeAsync()
    {
        var known = await Command.RunAsync(Folder, "dotnet", "nuget", "locals", "global-packages", "--list");
        var cache = known[(known.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        foreach (var package in Package.All)
        {
            var restored = Path.Combine(cache, package.Name.ToLowerInvariant(), Version);
            if (Directory.Exists(restored))
                Directory.Delete(restored, recursive: true);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
