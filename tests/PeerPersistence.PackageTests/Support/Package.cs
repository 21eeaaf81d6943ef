using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace PeerPersistence.PackageTests.Support;

/// <summary>A package, as its project in <c>src</c> describes it. A new project there is a new package here.</summary>
internal sealed record Package(string Name, string Project, IReadOnlyList<string> Frameworks, bool IsTool)
{
    public static string Root { get; } = RootOf();

    public static IReadOnlyList<Package> All { get; } =
        [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Those that others compile against.</summary>
    public static IEnumerable<Package> Libraries => All.Where(package => !package.IsTool);

    /// <summary>Each library with each of its frameworks.</summary>
    public static IEnumerable<object[]> WithFrameworks() =>
        Libraries.SelectMany(package => package.Frameworks.Select(framework => new object[] { package.Name, framework }));

    public static TheoryData<string> Names() => [.. Libraries.Select(package => package.Name)];

    public static Package Named(string name) => All.Single(package => package.Name == name);

    /// <summary>What this very build made of it.</summary>
    public string AssemblyFor(string framework)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        return Path.Combine(Path.GetDirectoryName(Project)!, "bin", configuration, framework, Name + ".dll");
    }

    private static Package Read(string project)
    {
        var shared = XDocument.Load(Path.Combine(Root, "src", "Directory.Build.props"));
        var own = XDocument.Load(project);
        var frameworks = Value(own, "TargetFrameworks") ?? Value(own, "TargetFramework") ?? Value(shared, "TargetFrameworks");
        var name = Value(own, "AssemblyName") ?? Path.GetFileNameWithoutExtension(project);
        return new(name, project, frameworks!.Split(';', StringSplitOptions.RemoveEmptyEntries), Value(own, "PackAsTool") == "true");
    }

    private static string? Value(XDocument document, string property) =>
        document.Descendants(property).Select(element => element.Value).LastOrDefault(value => value.Length > 0);

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
