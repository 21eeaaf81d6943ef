using System.Diagnostics;

namespace PeerPersistence.Browser.Tests.Chat;

/// <summary>The server of samples/MeshChat.Web, as its user starts it.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private const string Said = "Now listening on: ";
    private readonly Process _process;

    private ChatServer(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static async Task<ChatServer> StartAsync()
    {
        // tests/…Browser.Tests/bin/Debug/net8.0 → samples/MeshChat.Web.Server/bin/Debug/net10.0
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var sample = Path.Combine(here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples", "MeshChat.Web.Server");
        var program = Path.Combine(sample, "bin", here.Parent.Name, "net10.0", "MeshChat.Web.Server.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = sample, RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains(Said, StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, line[(line.IndexOf(Said, StringComparison.Ordinal) + Said.Length)..].Trim() + "/");
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
