using System.Diagnostics;

namespace PeerPersistence.Cli.Tests.Processes;

/// <summary>The program as a process of its own.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ToolProcess(Process process) => _process = process;

    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Program => typeof(PeersTool).Assembly.Location;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    public static ToolProcess Start(params string[] arguments) => StartIn(null, arguments);

    /// <summary>Types something in, waits for the end, and gives back what came of it.</summary>
    public static Task<Outcome> RunAsync(string input, params string[] arguments) => RunAsync(Start(arguments), input);

    /// <summary>The same with nothing typed, in a folder.</summary>
    public static Task<Outcome> RunInAsync(string folder, params string[] arguments) => RunAsync(StartIn(folder, arguments), "");

    private static ToolProcess StartIn(string? folder, string[] arguments) => new(Process.Start(new ProcessStartInfo(Host, [Program, .. arguments])
    {
        WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    })!);

    private static async Task<Outcome> RunAsync(ToolProcess started, string input)
    {
        await using var tool = started;
        await tool._process.StandardInput.WriteAsync(input);
        tool._process.StandardInput.Close();
        var (output, errors) = (tool.Output.ReadToEndAsync(), tool.Errors.ReadToEndAsync());
        return new(await tool.ExitCodeAsync(), await output, await errors);
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
