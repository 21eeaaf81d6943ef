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
        using var process = Start(name, arguments);
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

    /// <summary>Runs it to its end, which is a failure.</summary>
    /// <returns>What it complained of.</returns>
    public async Task<string> FailAsync(string name, params string[] arguments)
    {
        using var process = Start(name, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(1, "it fails; it wrote {0}", await errors);
        return await errors;
    }

    private Process Start(string name, string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = _home,
        Environment = { ["HOME"] = _home, ["XDG_DATA_HOME"] = _home, ["LOCALAPPDATA"] = _home },
    })!;
}
