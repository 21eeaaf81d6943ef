using System.Runtime.CompilerServices;

namespace PeerPersistence.RuntimeTests;

/// <summary>A program that brings .NET 8 along and runs tests in its own process.</summary>
public sealed class OnNet8 : IAsyncLifetime
{
    private static readonly string Root = RootOf();

    private readonly string _folder = Directory.CreateTempSubdirectory("runtimes-").FullName;
    private readonly string _configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    public async Task InitializeAsync()
    {
        if (TheoryOnLinuxAttribute.IsHere)
        {
            await Command.RunAsync(_folder, "dotnet", [
                "publish", Project("PeerPersistence.RuntimeTests.Runner"), "--use-current-runtime", "--self-contained",
                "--output", Path.Combine(_folder, "runner"), .. Elsewhere("runner-build")]);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The tests as this very build made them.</summary>
    internal string Built(string suite) => Path.Combine(Path.GetDirectoryName(Project(suite))!, "bin", _configuration, "net8.0", suite + ".dll");

    /// <summary>The tests on the libraries' netstandard2.1 builds.</summary>
    internal async Task<string> BuildForNetStandardAsync(string suite)
    {
        await Command.RunAsync(_folder, "dotnet", ["build", Project(suite), "-p:TestedFramework=netstandard2.1", .. Elsewhere("netstandard")]);
        return Path.Combine(_folder, "netstandard", "bin", suite, _configuration.ToLowerInvariant(), suite + ".dll");
    }

    internal Task<string> RunAsync(string tests, Conditions conditions) =>
        Command.RunAsync(_folder, Path.Combine(_folder, "runner", "PeerPersistence.RuntimeTests.Runner"), [tests, .. conditions.Arguments], conditions.Environment);

    private static string Project(string name) => Path.Combine(Root, "tests", name, name + ".csproj");

    // Nothing here touches what the others are built into.
    private string[] Elsewhere(string folder) => ["--configuration", _configuration, "--artifacts-path", Path.Combine(_folder, folder), "-v", "quiet", "-nologo"];

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
