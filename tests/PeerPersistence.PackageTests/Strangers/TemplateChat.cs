using System.Diagnostics;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.PackageTests.Strangers;

/// <summary>One who chats in a program that was made from the template.</summary>
internal sealed class TemplateChat(string program, string name, string folder) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly int _port = FreePort.Find();
    private readonly List<string> _lines = [];
    private Process? _process;

    public string Friend => $"{name}=127.0.0.1:{_port}";

    public void Start(params string[] friends)
    {
        lock (_lines)
            _lines.Clear();
        var start = new ProcessStartInfo("dotnet", [program, name, $"{_port}", .. friends])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["PEERCHAT_SECRET"] = "hush", ["DOTNET_ROLL_FORWARD"] = "Major" },
        };
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += Write;
        _process.ErrorDataReceived += Write;
        _process.Start();
        _process.StandardInput.AutoFlush = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Say(string line) => _process!.StandardInput.WriteLine(line);

    public Task SeeAsync(string friend) => UntilAsync(lines => lines.FindLast(IsOfFriends) is { } last && last.Contains($"{friend} is here"), $"see {friend}");

    public Task MissAsync(string friend) => UntilAsync(
        lines => lines.FindLast(IsOfFriends) is { } last && !last.Contains($"{friend} is here"), $"miss {friend}");

    public Task HearAsync(string friend, string said) => UntilAsync(lines => lines.Contains($"{friend}: {said}"), $"hear {friend} say {said}");

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
            Kill();
    }

    private static bool IsOfFriends(string line) => line.StartsWith("* ", StringComparison.Ordinal);

    private async Task UntilAsync(Predicate<List<string>> isSo, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            lock (_lines)
            {
                if (isSo(_lines))
                    return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        lock (_lines)
            throw new TimeoutException($"{name} did not {what}. It wrote:\n{string.Join('\n', _lines)}");
    }

    private void Write(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is not null)
                _lines.Add(line.Data);
        }
    }
}
