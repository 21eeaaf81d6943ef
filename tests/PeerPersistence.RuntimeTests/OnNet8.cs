using System.Runtime.CompilerServices;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.RuntimeTests;

/// <summary>A program that brings .NET 8 along and runs tests in its own process.</summary>
public sealed class OnNet8 : IAsyncLifetime
{
    private static readonly string Root = RootOf();

    // In the checkout, where tests look for what they read, and where the next run finds it.
    private static readonly string Folder = Path.Combine(Root, "artifacts", "runtimes");

    private readonly string _configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    private static string Runner => Path.Combine(Folder, "runner", "PeerPersistence.RuntimeTests.Runner");

    public async Task InitializeAsync()
    {
        if (TheoryOnLinuxAttribute.IsHere)
            await DotnetAsync("publish", "PeerPersistence.RuntimeTests.Runner", "--use-current-runtime", "--self-contained", "--output", Path.GetDirectoryName(Runner)!);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>The tests as this very build made them.</summary>
    internal string Built(string suite) => Path.Combine(Path.GetDirectoryName(Project(suite))!, "bin", _configuration, "net8.0", suite + ".dll");

    /// <summary>The tests on the libraries' netstandard2.1 builds.</summary>
    internal async Task<string> BuildForNetStandardAsync(string suite)
    {
        await DotnetAsync("build", suite, "-p:TestedFramework=netstandard2.1");
        return Path.Combine(Folder, "build", "bin", suite, _configuration.ToLowerInvariant(), suite + ".dll");
    }

    internal static Task<string> RunAsync(string tests, Conditions conditions) =>
        Command.RunAsync(Root, Runner, [tests, .. conditions.Arguments], conditions.Environment);

    private static string Project(string name) => Path.Combine(Root, "tests", name, name + ".csproj");

    // Nothing here touches what the others are built into.
    private Task<string> DotnetAsync(string verb, string project, params string[] arguments) => Command.RunAsync(
        Root, "dotnet", [verb, Project(project), "--configuration", _configuration, "--artifacts-path", Path.Combine(Folder, "build"), "-v", "quiet", "-nologo", .. arguments], []);

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
