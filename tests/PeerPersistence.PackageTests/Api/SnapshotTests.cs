using System.Runtime.CompilerServices;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.PackageTests.Api;

/// <summary>
/// The public face of every package is written down, a file a package and framework. Whoever changes it says so: run these tests
/// with <c>PEERS_ACCEPT_API=1</c>, which writes the files anew, and commit them with the change.
/// </summary>
public sealed class SnapshotTests
{
    private static readonly string Folder = Path.Combine(FolderOf(), "Snapshots");

    [Theory, MemberData(nameof(Package.WithFrameworks), MemberType = typeof(Package))]
    public void PublicApi_OfAPackage_IsTheOneWrittenDown(string package, string framework)
    {
        var file = Path.Combine(Folder, $"{package}.{framework}.txt");
        var now = PublicApi.Of(LoadedPackage.Load(package, framework));
        if (Environment.GetEnvironmentVariable("PEERS_ACCEPT_API") == "1")
            File.WriteAllText(file, now);

        var written = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var (gone, added) = (Lines(written).Except(Lines(now)), Lines(now).Except(Lines(written)));
        now.Should().Be(written, "a change is announced (PEERS_ACCEPT_API=1 writes it down).\nGone:\n{0}\nAdded:\n{1}\n",
            string.Join('\n', gone), string.Join('\n', added));
    }

    [Theory, MemberData(nameof(Package.Names), MemberType = typeof(Package))]
    public void PublicApi_OfAPackage_IsTheSameOnEveryFramework(string package)
    {
        var faces = Package.Named(package).Frameworks.Select(framework => PublicApi.Of(LoadedPackage.Load(package, framework))).ToList();

        faces.Should().OnlyContain(face => face == faces[0]);
    }

    /// <remarks>The names in signatures that no C# shows: what marks a setter as init lives in each of our netstandard2.1 assemblies.</remarks>
    [Theory, MemberData(nameof(Package.Names), MemberType = typeof(Package))]
    public void Setters_OfOneFramework_AreFoundByWhoWasBuiltOnTheOther(string package)
    {
        if (!Package.Named(package).Frameworks.Contains("netstandard2.1"))
            return;
        var older = LoadedPackage.Load(package, "netstandard2.1");
        var newer = LoadedPackage.Load(package, "net8.0");

        older.PublicTypes().SelectMany(type => type.PublicProperties()).Where(property => property.SetMethod is not null)
            .SelectMany(property => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers())
            .Where(modifier => modifier.Assembly == older && newer.GetType(modifier.FullName!) is null).Should().BeEmpty();
    }

    [Fact]
    public void Snapshots_AreThoseOfThePackages() => Directory.GetFiles(Folder).Select(Path.GetFileName).Should().BeEquivalentTo(
        Package.Libraries.SelectMany(package => package.Frameworks.Select(framework => $"{package.Name}.{framework}.txt")));

    private static string[] Lines(string text) => text.Split('\n');

    private static string FolderOf([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
