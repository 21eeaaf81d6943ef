using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PeerPersistence.PackageTests.Support;

namespace PeerPersistence.WineTests;

/// <summary>Programs for Windows, which bring .NET along, run by Wine.</summary>
internal static class Wine
{
    // Where there is none, nothing is published and nothing installed twice.
    private static readonly Lazy<string?> WhyMissing = new(Install);

    private static readonly Lazy<Task<string>> PublishedRunner = new(PublishRunnerAsync);
    private static readonly Lazy<Task<string>> PublishedChild = new(() => PublishAsync("PeerPersistence.CrashTests.Child"));

    public static string? Missing => WhyMissing.Value;

    public static string Root { get; } = RootOf();

    private static string Folder => Path.Combine(Root, "artifacts", "wine");

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    private static Dictionary<string, string> Environment => new()
    {
        ["WINEPREFIX"] = Path.Combine(Folder, "prefix"),
        ["WINEDEBUG"] = "-all",
        ["DISPLAY"] = "",
    };

    /// <summary>Runs tests that were built here.</summary>
    /// <returns>What the runner printed.</returns>
    public static async Task<string> RunTestsAsync(string suite, params string[] arguments)
    {
        var tests = Path.Combine(Root, "tests", suite, "bin", Configuration, "net8.0", suite + ".dll");
        var runner = await PublishedRunner.Value;
        var environment = Environment;
        environment["WINEPATH"] = PathOf(Path.GetDirectoryName(runner)!);
        environment["DOTNET_HOST_PATH"] = PathOf(DotNetBeside(runner));
        return await Command.RunAsync(Root, "wine", [runner, PathOf(tests), .. arguments], environment);
    }

    /// <summary>Starts the program that is made to be killed.</summary>
    public static async Task<Process> StartChildAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("wine", [await PublishedChild.Value, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>A path of this machine as a program of Windows sees it.</summary>
    public static string PathOf(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Under another name it runs any program: tests start such.</summary>
    private static async Task<string> PublishRunnerAsync()
    {
        var runner = await PublishAsync("PeerPersistence.RuntimeTests.Runner");
        File.Copy(runner, DotNetBeside(runner), overwrite: true);
        return runner;
    }

    private static string DotNetBeside(string runner) => Path.Combine(Path.GetDirectoryName(runner)!, "dotnet.exe");

    private static async Task<string> PublishAsync(string program)
    {
        var output = Path.Combine(Folder, program);
        string[] arguments =
        [
            "publish", Path.Combine(Root, "tests", program, program + ".csproj"), "--configuration", Configuration, "--runtime", "win-x64", "--self-contained",
            "-p:ProgramFramework=net10.0", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(Folder, "build"), "--output", output, "-v", "quiet", "-nologo",
        ];
        await Command.RunAsync(Root, "dotnet", arguments);
        return Path.Combine(output, program + ".exe");
    }

    private static string? Install()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            return "Wine is run on Linux on x64.";
        var install = new ProcessStartInfo("bash", [Path.Combine(AppContext.BaseDirectory, "install-wine.sh"), Path.Combine(Folder, "prefix")]) { RedirectStandardOutput = true };
        using var script = Process.Start(install)!;
        var answer = script.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
        script.WaitForExit();
        return script.ExitCode == 0 ? null : $"Needs Wine: {answer}.";
    }

    private static string RootOf([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
