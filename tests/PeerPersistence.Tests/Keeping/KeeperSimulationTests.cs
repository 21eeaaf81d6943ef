using System.Diagnostics;

namespace PeerPersistence.Tests;

/// <summary>Some days of the keeper's own world. They need a process of their own: there one thread does all work, in order.</summary>
/// <remarks>PEERS_KEEPER_DAYS sets how many, PEERS_KEEPER_SEED where they begin: see docs/long-tests.md.</remarks>
public sealed class KeeperSimulationTests
{
    private static string Simulator => Path.Combine(AppContext.BaseDirectory, "PeerPersistence.KeeperSimulator.dll");

    [Fact]
    [Trait("Processes", "Own")]
    [Trait("Speed", "Slow")]
    public async Task Days_InWhichEverythingHappens_KeepTheInvariantsAndComeOutTheSameAgain()
    {
        var both = await Task.WhenAll(DaysAsync(), DaysAsync());

        both[0].Code.Should().Be(0, both[0].Output);
        both[0].Output.Should().Contain("All invariants held.");
        DigestIn(both[1].Output).Should().Be(DigestIn(both[0].Output), "a seed makes the same days every time");
    }

    private static async Task<(int Code, string Output)> DaysAsync()
    {
        var count = Environment.GetEnvironmentVariable("PEERS_KEEPER_DAYS") ?? "25";
        var first = Environment.GetEnvironmentVariable("PEERS_KEEPER_SEED") ?? "1";
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var process = Process.Start(new ProcessStartInfo(host, [Simulator, "days", count, first]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string DigestIn(string output) => output.Split('\n').Single(line => line.StartsWith("Digest", StringComparison.Ordinal));
}
