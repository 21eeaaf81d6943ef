using System.Diagnostics;
using System.Text.Json;

namespace PeerPersistence.Cli.Tests.Processes;

/// <summary>The program as a process: what a script and what a person at a terminal sees.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task List_Json_IsOneDocumentOnStandardOutput()
    {
        await _scene.FillAsync(_scene.FileStore);

        var (exitCode, output, errors) = await RunAsync("", "list", "--store", _scene.FileStore, "--json");

        (exitCode, errors).Should().Be((ExitCode.Done, ""));
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("peers").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task Store_HeldByAnotherProcess_IsExitCode3()
    {
        await using var held = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));

        var (exitCode, output, errors) = await RunAsync("", "verify", "--store", _scene.FileStore);

        (exitCode, output).Should().Be((ExitCode.Store, ""));
        errors.Should().Contain("is open already");
    }

    [Fact]
    public async Task Passphrase_OnStandardInput_OpensTheSecrets()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "p4ssphrase"));

        var (exitCode, output, _) = await RunAsync("p4ssphrase\n", "verify", "--store", _scene.FileStore, "--passphrase-stdin", "--json");

        exitCode.Should().Be(ExitCode.Done);
        output.Should().Contain("\"secretsChecked\": true");
    }

    [TerminalFact]
    public async Task Passphrase_AtATerminal_IsNotEchoed()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "p4ssphrase"));
        var command = $"'{Host}' '{Program}' verify --store '{_scene.FileStore}' --passphrase";

        using var process = Process.Start(new ProcessStartInfo("script", ["-qec", command, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["TERM"] = "xterm" } })!;
        var seen = "";
        while (!seen.Contains("secrets:"))
            seen += await ReadAsync(process);
        await process.StandardInput.WriteAsync("p4ssphrase\r");
        await process.StandardInput.FlushAsync();
        seen += await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(ExitCode.Done, "it showed: {0}", seen);
        seen.Should().Contain("secrets checked").And.NotContain("p4ss").And.NotContain("*");
    }

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program => typeof(PeersTool).Assembly.Location;

    private static async Task<string> ReadAsync(Process process)
    {
        var buffer = new char[256];
        return await process.StandardOutput.ReadAsync(buffer) is > 0 and var count ? new(buffer, 0, count) : throw new EndOfStreamException("It ended without asking.");
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Host, [Program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}

/// <summary>A test that needs a pseudo-terminal, which <c>script</c> of util-linux gives.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    /// <summary>Looks for the program.</summary>
    public TerminalFactAttribute() => Skip = OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") ? null : "there is no script(1) here";
}
