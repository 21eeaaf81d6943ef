using System.Diagnostics;
using System.Net;
using PeerPersistence.PostgreSql.Tests;

namespace Samples.Tests.KeptChat;

/// <summary>One who chats: a process that is killed, stopped, and started again.</summary>
internal sealed class Chatter(string name, string home, Network network) : IDisposable
{
    private readonly List<string> _lines = [];
    private Process? _process;
    private (IPEndPoint Listen, IPEndPoint Reach) _place;

    public string Name => name;

    /// <summary>Where the others call.</summary>
    public string Reach => $"{_place.Reach}";

    public string Store => Path.Combine(home, name + ".db");

    /// <summary>What it has written since it was started last.</summary>
    public IReadOnlyList<string> Lines { get { lock (_lines) return [.. _lines]; } }

    public bool IsWith(Chatter friend) => Lines.LastOrDefault(line => line.StartsWith("* ", StringComparison.Ordinal)) is { } here
        && here.Contains($"{friend.Name} is here", StringComparison.Ordinal);

    /// <summary>Takes another port, from its next start on.</summary>
    public void Move()
    {
        var listen = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        _place = (listen, network.WayTo(listen));
    }

    public void Start(params Chatter[] friends)
    {
        lock (_lines)
            _lines.Clear();
        string[] arguments =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "KeptChat.dll"), name, "hush", $"{_place.Listen}", Reach,
            .. friends.Select(friend => $"{friend.Name}={friend.Reach}"),
        ];
        var process = _process = new Process
        {
            StartInfo = new("dotnet", arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home,
                Environment = { ["HOME"] = home, ["XDG_DATA_HOME"] = home, ["LOCALAPPDATA"] = home },
            },
        };
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.Start();
        process.StandardInput.AutoFlush = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (_lines)
            {
                if (process == _process && line.Data is not null)
                    _lines.Add(line.Data);
            }
        }
    }

    public void Say(string line) => _process!.StandardInput.WriteLine(line);

    /// <summary>Sends a signal, as <c>kill</c> does; after KILL the process has ended.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
        if (signal == "KILL")
            _process.WaitForExit();
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
    }
}
