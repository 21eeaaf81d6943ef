using System.Diagnostics;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>A process of PeerPersistence.CrashTests.Child.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(params string[] arguments) : this(locksOfDotNet: true, arguments)
    {
    }

    /// <param name="locksOfDotNet">Whether the runtime locks the files it opens, which can be switched off.</param>
    /// <param name="arguments">What the process is to do.</param>
    public ChildProcess(bool locksOfDotNet, params string[] arguments)
    {
        var start = Start("dotnet", [Program, .. arguments]);
        if (!locksOfDotNet)
            start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        _process = Process.Start(start)!;
    }

    /// <param name="environment">Variables that the process gets; <c>null</c>: one that it does not get.</param>
    /// <param name="arguments">What the process is to do.</param>
    public ChildProcess(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = Start("dotnet", [Program, .. arguments]);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    private ChildProcess(ProcessStartInfo start) => _process = Process.Start(start)!;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "PeerPersistence.CrashTests.Child.dll");

    /// <summary>Several at once, under a program that watches them. Each tells its process id in a line of its own, "pid" before it.</summary>
    public static ChildProcess Watched(IReadOnlyList<string> by, IReadOnlyList<string[]> children)
    {
        // The inner shell becomes the process.
        var each = children.Select(arguments => $"sh -c 'echo pid $$; exec \"$@\"' - dotnet {string.Join(' ', arguments.Prepend(Program).Select(one => $"'{one}'"))} &");
        return new(Start(by[0], [.. by.Skip(1), "sh", "-c", $"{string.Join('\n', each)}\nwait"]));
    }

    public TextReader Output => _process.StandardOutput;

    public TextWriter Input => _process.StandardInput;

    /// <summary>SIGKILL: no code of the process runs any more.</summary>
    public void Kill() => _process.Kill();

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        var error = _process.StandardError.ReadToEndAsync();
        var output = await Output.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // whoever is killed leaves its sockets in the temporary folder
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";
        return start;
    }
}
