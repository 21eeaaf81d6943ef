using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PeerPersistence.Benchmarks.Native;

/// <summary>A program of the project beside, built in one of its ways.</summary>
internal sealed record NativeProgram(string Name, string Command, string[] Arguments)
{
    private const string Project = "PeerPersistence.Benchmarks.Native";

    /// <summary>Megabytes of the one file, where it is one.</summary>
    public double? Size => Arguments.Length == 0 ? new FileInfo(Command).Length / 1e6 : null;

    public static async Task<NativeProgram> PublishAsync(string name, string folder, params string[] properties)
    {
        await DotnetAsync(folder, ["publish", "--use-current-runtime", "-p:Native=true", .. properties]);
        return new(name, Path.Combine(folder, "out", Project), []);
    }

    public static async Task<NativeProgram> BuildAsync(string name, string folder)
    {
        await DotnetAsync(folder, ["build"]);
        return new(name, "dotnet", ["exec", Path.Combine(folder, "out", Project + ".dll")]);
    }

    /// <summary>From the start of the process to its first line, in milliseconds.</summary>
    /// <param name="folder">Where it keeps its peers.</param>
    public async Task<double> StartAsync(string folder)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Command, [.. Arguments, folder]) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        var took = Stopwatch.GetElapsedTime(started);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return line is not null && process.ExitCode == 0 ? took.TotalMilliseconds : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}.");
    }

    // Nothing here touches what the others are built into.
    private static async Task DotnetAsync(string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [.. arguments, Source(), "--configuration", "Release", "--artifacts-path", Path.Combine(folder, "build"), "--output", Path.Combine(folder, "out"), "-nologo"])
            { RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(printed);
    }

    private static string Source([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../..", Project));
}
