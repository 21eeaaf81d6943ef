using System.Diagnostics;
using System.Text;

namespace MeshChat.Tests.Terminal;

/// <summary>The chat at a pseudo-terminal, which <c>script</c> of util-linux gives.</summary>
public sealed class TerminalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("meshchat-terminal-").FullName;
    private readonly StringBuilder _seen = new();
    private Process? _process;

    public void Dispose()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TerminalFact]
    public async Task Line_EditedAndResized_IsSaidAsItStands()
    {
        // The window is 60 columns wide until the file is there, and 12 from then on.
        Start("stty cols 60; (while [ ! -e narrow ]; do sleep 0.05; done; stty cols 12 < /dev/tty) & ");
        await UntilAsync("/help.");
        await TypeAsync("a word that is lng enough", "lng enough");
        await TypeAsync(string.Concat(Enumerable.Repeat("\u001b[D", 9)), "\u001b[9D");
        await TypeAsync("o", "long enough\u001b[9D");

        await File.WriteAllTextAsync(Path.Combine(_folder, "narrow"), "");
        await UntilAsync("\u001b[1A\r\u001b[J› hat is lo"); // The terminal had broken the line in two.
        await TypeAsync("\r", "enough");

        _seen.ToString().ReplaceLineEndings(" ").Should().Contain("that is long enough");
    }

    private void Start(string before)
    {
        var program = Path.ChangeExtension(typeof(ChatApp).Assembly.Location, ".dll");
        var command = $"{before} exec '{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' '{program}' alice --data '{_folder}/alice'";
        _process = Process.Start(new ProcessStartInfo("script", ["-qec", command, "/dev/null"])
        {
            WorkingDirectory = _folder, RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["TERM"] = "xterm", ["SHELL"] = "/bin/bash" },
        });
    }

    /// <summary>Types, and waits until the screen has followed.</summary>
    private async Task TypeAsync(string keys, string shown)
    {
        _seen.Clear();
        await _process!.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
        await UntilAsync(shown);
    }

    private async Task UntilAsync(string shown)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var buffer = new char[256];
        while (!_seen.ToString().Contains(shown))
        {
            var read = await _process!.StandardOutput.ReadAsync(buffer, patience.Token);
            read.Should().BePositive("it showed {0}", _seen);
            _seen.Append(buffer, 0, read);
        }
    }

    /// <summary>A test that needs a pseudo-terminal.</summary>
    private sealed class TerminalFactAttribute : FactAttribute
    {
        public TerminalFactAttribute() => Skip = OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") ? null : "there is no script(1) here";
    }
}
