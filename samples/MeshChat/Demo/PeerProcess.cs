using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace MeshChat;

/// <summary>One life of a peer: this very program, in a process of its own, run as a script.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <param name="arguments">The command line.</param>
    /// <param name="journal">Is told of every event.</param>
    public static PeerProcess Start(IEnumerable<string> arguments, Journal journal)
    {
        var process = new Process { StartInfo = Command(arguments) };
        process.OutputDataReceived += (_, line) => Read(line.Data, journal);
        process.ErrorDataReceived += (_, line) => Complain(line.Data, journal);
        process.Start();
        process.StandardInput.AutoFlush = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    public void Type(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>SIGKILL: the process has no say in it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;

        // Started as "dotnet MeshChat.dll", the program is dotnet.
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new(program, isHost ? [typeof(PeerProcess).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
    }

    private static void Read(string? line, Journal journal)
    {
        try
        {
            if (line is not null)
                journal.Add(JsonSerializer.Deserialize(line, EventJson.Default.ChatEvent)!);
        }
        catch (JsonException)
        {
            // The last words of a killed process may be half a line.
        }
    }

    private static void Complain(string? line, Journal journal)
    {
        if (line is not null)
            journal.Add(new Problem(line));
    }
}
