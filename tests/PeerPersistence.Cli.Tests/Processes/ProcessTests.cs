using System.Diagnostics;
using System.Text.Json;

namespace PeerPersistence.Cli.Tests.Processes;

/// <summary>What a script and what a person at a terminal see of the process.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task List_Json_IsOneDocumentOnStandardOutput()
    {
        await _scene.FillAsync(_scene.FileStore);

        var (exitCode, output, errors) = await ToolProcess.RunAsync("", "list", "--store", _scene.FileStore, "--json");

        (exitCode, errors).Should().Be((ExitCode.Done, ""));
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("peers").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task Store_HeldByAnotherProcess_IsListedAndNotRepaired()
    {
        await _scene.FillAsync(_scene.FileStore);
        await using var held = await FileKeyValueStore.OpenAsync(_scene.In("peers.db"));

        (await ToolProcess.RunAsync("", "list", "--store", _scene.FileStore)).Should(ExitCode.Done).Output.Should().Contain("3 peers");
        var (exitCode, output, errors) = await ToolProcess.RunAsync("", "repair", "--store", _scene.FileStore);

        (exitCode, output).Should().Be((ExitCode.Store, ""));
        errors.Should().Contain("is open already");
    }

    [Fact]
    public async Task Passphrase_OnStandardInput_OpensTheSecrets()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "p4ssphrase"));

        var (exitCode, output, _) = await ToolProcess.RunAsync("p4ssphrase\n", "verify", "--store", _scene.FileStore, "--passphrase-stdin", "--json");

        exitCode.Should().Be(ExitCode.Done);
        output.Should().Contain("\"secretsChecked\": true");
    }

    [TerminalFact]
    public async Task Passphrase_AtATerminal_IsNotEchoed()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "p4ssphrase"));
        var command = $"'{ToolProcess.Host}' '{ToolProcess.Program}' verify --store '{_scene.FileStore}' --passphrase";

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

    [TerminalFact]
    public async Task Passphrase_WithErrorsIntoAFile_IsNotAskedFor()
    {
        await _scene.FillAsync(_scene.FileStore, new PassphraseProvider(() => "p4ssphrase"));
        var (command, errors) = ($"'{ToolProcess.Host}' '{ToolProcess.Program}' verify --store '{_scene.FileStore}' --passphrase", _scene.In("errors"));

        using var process = Process.Start(new ProcessStartInfo("script", ["-qec", $"{command} 2>'{errors}'", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(ExitCode.Usage);
        (await File.ReadAllTextAsync(errors)).Should().StartWith("peers: Nobody can be asked here");
    }

    [TerminalFact]
    public async Task StandardOutput_OfTwoRunsIntoOneFile_StandsOneAfterTheOther()
    {
        await _scene.FillAsync(_scene.FileStore);
        var list = $"'{ToolProcess.Host}' '{ToolProcess.Program}' list --store '{_scene.FileStore}' --limit 1";
        using var process = Process.Start("bash", ["-c", $"{{ {list}; {list}; echo end; }} > '{_scene.In("list")}'; {list} | cat >> '{_scene.In("list")}'"]);
        await process.WaitForExitAsync();

        (await File.ReadAllTextAsync(_scene.In("list"))).Split('\n').Where(line => line is "1 peer" or "end").Should().Equal("1 peer", "1 peer", "end", "1 peer");
    }

    [TerminalFact]
    public async Task StandardOutput_Full_IsExitCode5()
    {
        await _scene.FillAsync(_scene.FileStore);
        foreach (var command in new[] { "list", "list --json", "export --out -" })
        {
            using var process = Process.Start("bash", ["-c", $"'{ToolProcess.Host}' '{ToolProcess.Program}' {command} --store '{_scene.FileStore}' >/dev/full 2>'{_scene.In("errors")}'"]);
            await process.WaitForExitAsync();

            process.ExitCode.Should().Be(ExitCode.File);
            (await File.ReadAllTextAsync(_scene.In("errors"))).Should().StartWith("peers: Standard output cannot be written");
        }
    }

    private static async Task<string> ReadAsync(Process process)
    {
        var buffer = new char[256];
        return await process.StandardOutput.ReadAsync(buffer) is > 0 and var count ? new(buffer, 0, count) : throw new EndOfStreamException("It ended without asking.");
    }
}

/// <summary>A test that needs a pseudo-terminal, which <c>script</c> of util-linux gives.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerminalFactAttribute : FactAttribute
{
    /// <summary>Looks for the program.</summary>
    public TerminalFactAttribute() => Skip = OperatingSystem.IsLinux() && File.Exists("/usr/bin/script") ? null : "there is no script(1) here";
}
