using System.Runtime.CompilerServices;
using PeerPersistence.PackageTests.Support;
using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>A program that brings .NET 8 along and runs tests in its own process.</summary>
internal static class OnNet8
{
    private static readonly string Root = RootOf();

    // In the checkout, where tests look for what they read, and where the next run finds it.
    private static readonly string Folder = Path.Combine(Root, "artifacts", "runtimes");

    private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    private static string Runner => Path.Combine(Folder, "runner", "PeerPersistence.RuntimeTests.Runner");

    /// <summary>The tests as this very build made them.</summary>
    public static string Built(string suite) => Path.Combine(Path.GetDirectoryName(Project(suite))!, "bin", Configuration, "net8.0", suite + ".dll");

    /// <summary>The tests on the libraries' netstandard2.1 builds.</summary>
    public static async Task<string> BuildForNetStandardAsync(string suite)
    {
        await DotnetAsync("build", suite, "-p:TestedFramework=netstandard2.1");
        return Path.Combine(Folder, "build", "bin", suite, Configuration.ToLowerInvariant(), suite + ".dll");
    }

    /// <summary>Runs tests; one that fails fails this one with all that was printed.</summary>
    public static async Task RunAsync(string tests, Conditions conditions, ITestOutputHelper output)
    {
        await Published.Value;
        var printed = await Command.RunAsync(Root, Runner, [tests, .. conditions.Arguments], conditions.Environment);

        output.WriteLine(printed);
        printed.Should().StartWith(".NET 8.0.").And.Contain(conditions.Told);
    }

    private static Task<string> PublishAsync() =>
        DotnetAsync("publish", "PeerPersistence.RuntimeTests.Runner", "--use-current-runtime", "--self-contained", "--output", Path.GetDirectoryName(Runner)!);

    private static string Project(string name) => Path.Combine(Root, "tests", name, name + ".csproj");

    // Nothing here touches what the others are built into. The sources were analyzed when those were built.
    private static Task<string> DotnetAsync(string verb, string project, params string[] arguments) => Command.RunAsync(
        Root, "dotnet",
        [
            verb, Project(project), "--configuration", Configuration, "--artifacts-path", Path.Combine(Folder, "build"), "-p:RunAnalyzers=false",
            "-v", "quiet", "-nologo", .. arguments,
        ],
        []);

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
