using System.Diagnostics;
using System.Text;

namespace PeerPersistence.PackageTests.Support;

/// <summary>A program run to its end, or to its first line.</summary>
internal static class Command
{
    /// <returns>All it printed; an exit code other than 0 fails the test with it.</returns>
    public static Task<string> RunAsync(string folder, string program, params string[] arguments) => RunAsync(folder, program, arguments, environment: []);

    /// <returns>All it printed; an exit code other than 0 fails the test with it.</returns>
    public static async Task<string> RunAsync(string folder, string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        using var process = Start(folder, program, arguments, environment);
        var printed = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "{0} {1} printed:\n{2}", program, string.Join(' ', arguments), printed);
        return printed.ToString();

        void Append(string? line)
        {
            lock (printed)
                printed.AppendLine(line);
        }
    }

    /// <returns>How long it took from the start of the process to its first line.</returns>
    public static async Task<TimeSpan> TimeToFirstLineAsync(string folder, string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(folder, program, arguments, environment: []);
        (await process.StandardOutput.ReadLineAsync()).Should().NotBeNull();
        var elapsed = Stopwatch.GetElapsedTime(started);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return elapsed;
    }

    private static Process Start(string folder, string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of the test run's own build, and no build server that outlives the test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
