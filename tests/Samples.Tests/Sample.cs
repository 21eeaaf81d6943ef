using System.Diagnostics;

namespace Samples.Tests;

/// <summary>A sample run as its reader runs it: a process of its own, with a home of its own.</summary>
internal sealed class Sample : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("samples-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote, where it ended well.</returns>
    public async Task<string> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = _home, ["XDG_DATA_HOME"] = _home, ["LOCALAPPDATA"] = _home },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, "it ends well; it wrote {0}{1}", output, await errors);
        return output;
    }
}
