using System.Diagnostics;

namespace PeerPersistence.Tests;

/// <summary>Some days of the keeper's own world. They need a process of their own: there one thread does all work, in order.</summary>
public sealed class KeeperSimulationTests
{
    private static string Simulator => Path.Combine(AppContext.BaseDirectory, "PeerPersistence.KeeperSimulator.dll");

    [Fact]
    [Trait("Processes", "Own")]
    [Trait("Speed", "Slow")]
    public async Task Days_InWhichEverythingHappens_KeepTheInvariantsAndComeOutTheSameAgain()
    {
        var both = await Task.WhenAll(DaysAsync("2"), DaysAsync("2"));

        both[0].Code.Should().Be(0, both[0].Output);
        both[0].Output.Should().Contain("All invariants held.");
        DigestIn(both[1].Output).Should().Be(DigestIn(both[0].Output), "a seed makes the same days every time");
    }

    private static async Task<(int Code, string Output)> DaysAsync(string count)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using var process = Process.Start(new ProcessStartInfo(host, [Simulator, "days", count]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string DigestIn(string output) => output.Split('\n').Single(line => line.StartsWith("Digest", StringComparison.Ordinal));
}
