using System.Diagnostics;

namespace Samples.Tests;

/// <summary>A sample run as its reader runs it: a process of its own, with a home of its own.</summary>
internal sealed class Sample : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("samples-").FullName;

    public string Home => _home;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it wrote, where it ended well.</returns>
    public Task<string> RunAsync(string name, params string[] arguments) => RunUntilAsync(name, null, arguments);

    /// <summary>Runs it until it has written something, then asks it to end, as a service manager does.</summary>
    /// <returns>What it wrote, where it ended well.</returns>
    public async Task<string> RunUntilAsync(string name, string? written, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home,
            Environment = { ["HOME"] = _home, ["XDG_DATA_HOME"] = _home, ["LOCALAPPDATA"] = _home },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (written is not null && line.Contains(written, StringComparison.Ordinal))
                Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose();
        }

        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "it ends well; it wrote {0}{1}", string.Join('\n', output), await errors);
        return string.Join('\n', output);
    }
}
