using System.Diagnostics;
using System.Text.Json;

namespace PeerPersistence.Cli.Tests.Processes;

/// <summary>Another process watches while this one changes.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Watch_ChangesOfAnotherProcess_AreToldALineEach()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await using var watch = ToolProcess.Start("watch", "--store", _scene.SqliteStore, "--json", "--interval", "0.05s");
        (await watch.Errors.ReadLineAsync()).Should().StartWith("Watching sqlite:");
        await using var store = await SqliteKeyValueStore.OpenAsync(_scene.In("peers.sqlite"));
        await using var service = await _scene.ServiceAsync(store);

        await UntilItLooksAsync(watch, service);
        await service.StorePeerAsync(PeerData.Create("carol", _scene.Time.GetUtcNow()) with { SharedSecret = "s3cret-of-carol" });
        var added = await ReadAsync(watch);
        await service.UpdatePeerAsync("carol", peer => peer with { DisplayName = "Carol" });
        var updated = await ReadAsync(watch);
        await service.RemovePeerAsync("carol");
        var removed = await ReadAsync(watch);

        new[] { added, updated, removed }.Select(line => line.GetProperty("kind").GetString()).Should().Equal("added", "updated", "removed");
        added.GetProperty("old").ValueKind.Should().Be(JsonValueKind.Null);
        added.GetRawText().Should().NotContain("s3cret");
        updated.GetProperty("new").GetProperty("displayName").GetString().Should().Be("Carol");
        removed.GetProperty("new").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [CtrlCFact]
    public async Task Watch_CtrlC_IsHowItEnds()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        await using var watch = ToolProcess.Start("watch", "--store", _scene.SqliteStore);
        await watch.Errors.ReadLineAsync();

        watch.Interrupt();

        (await watch.ExitCodeAsync()).Should().Be(ExitCode.Done);
    }

    [TerminalFact]
    public async Task Watch_NobodyReadsAnyMore_Ends()
    {
        await _scene.FillAsync(_scene.SqliteStore);
        var command = $"'{ToolProcess.Host}' '{ToolProcess.Program}' watch --store '{_scene.SqliteStore}' --interval 0.05s | head -1; exit ${{PIPESTATUS[0]}}";
        using var pipe = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await using var store = await SqliteKeyValueStore.OpenAsync(_scene.In("peers.sqlite"));
        await using var service = await _scene.ServiceAsync(store);

        var end = pipe.WaitForExitAsync();
        for (var change = 0; change < 3_000 && !end.IsCompleted; change++)
        {
            await service.UpdatePeerAsync("bob", bob => bob with { DisplayName = $"Bob {change}" });
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        }

        var ended = end.IsCompleted;
        pipe.Kill(entireProcessTree: true);
        ended.Should().BeTrue("head has read its line");
        pipe.ExitCode.Should().Be(ExitCode.Done);
        (await pipe.StandardOutput.ReadToEndAsync()).Should().Contain("updated bob");
    }

    /// <summary>What is written before it has seen how things stand is no change; so something is, until it tells of it.</summary>
    private static async Task UntilItLooksAsync(ToolProcess watch, PeerPersistenceService service)
    {
        var told = watch.Output.ReadLineAsync();
        var attempts = 0;
        while (!told.IsCompleted)
        {
            await service.UpdatePeerAsync("bob", bob => bob with { DisplayName = $"Bob {++attempts}" });
            await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
        }
    }

    private static async Task<JsonElement> ReadAsync(ToolProcess watch)
    {
        while (await watch.Output.ReadLineAsync() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("peerId").GetString() == "carol")
                return document.RootElement.Clone();
        }

        throw new EndOfStreamException(await watch.Errors.ReadToEndAsync());
    }

    /// <summary>A test that presses Ctrl-C: what <c>nohup</c> or <c>&amp;</c> of a script starts ignores it, and so do its children.</summary>
    private sealed class CtrlCFactAttribute : FactAttribute
    {
        private const int Interrupt = 0x2;

        public CtrlCFactAttribute() => Skip = !OperatingSystem.IsLinux() ? "there is no /proc here"
            : (Convert.ToInt64(Ignored(), 16) & Interrupt) != 0 ? "whoever started the tests ignores Ctrl-C" : null;

        private static string Ignored() =>
            File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
    }
}
