using System.Diagnostics;

namespace PeerPersistence.Sqlite.Tests.Processes;

/// <summary>This program once more, as another process that works on the same database.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(params string[] arguments) => StartWith("TMPDIR", null, arguments);

    /// <param name="variable">A variable of its environment.</param>
    /// <param name="value">What it is set to; <c>null</c>: as here.</param>
    /// <param name="arguments">What it is to do.</param>
    public static OtherProcess StartWith(string variable, string? value, params string[] arguments)
    {
        return Start([], variable, value, arguments);
    }

    /// <summary>In a process that finds every folder for temporary files, and its working directory, read-only.</summary>
    public static OtherProcess StartWithoutTemporaryFolders(params string[] arguments)
    {
        const string Mount = "for d in /var/tmp /usr/tmp /tmp; do [ ! -d $d ] || { mount --bind $d $d && mount -o remount,bind,ro $d; } || exit 99; done; "
            + "cd /var/tmp && exec \"$@\"";
        return Start(["unshare", "--mount", "sh", "-c", Mount, "sh"], "TMPDIR", "/nonexistent/", arguments);
    }

    private static OtherProcess Start(string[] within, string variable, string? value, string[] arguments)
    {
        string[] command = [.. within, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", typeof(OtherProcess).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment[variable] = value ?? Environment.GetEnvironmentVariable(variable);
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
