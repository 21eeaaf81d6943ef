using System.Diagnostics;

namespace PeerPersistence.Sqlite.Tests.Processes;

/// <summary>This program once more, as another process that works on the same database.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(params string[] arguments) => Start(temporaryFolder: null, arguments);

    /// <param name="temporaryFolder">Where the process is to keep temporary files; <c>null</c>: where all do.</param>
    /// <param name="arguments">What it is to do.</param>
    public static OtherProcess Start(string? temporaryFolder, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in (string[])["exec", typeof(OtherProcess).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        if (temporaryFolder is not null)
            start.Environment["TMPDIR"] = temporaryFolder;
        return new(Process.Start(start)!);
    }

    /// <summary>The next line it wrote; <c>null</c>: it has ended.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Without warning: kill -9.</summary>
    public void Kill() => _process.Kill();

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
