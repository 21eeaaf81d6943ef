namespace PeerPersistence.CrashTests.Processes;

/// <summary>A process whose memory runs out in the middle of commits and compactions.</summary>
/// <remarks>The runtime itself may end such a process, or lose a task; so this decides nothing unless it is asked for.</remarks>
public sealed class LittleMemoryTests(ITestOutputHelper output)
{
    [SoakFact]
    public async Task Commits_MemoryRunsOut_AreThereOrNotAsWasSaidAndNoneHangs()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        using var child = new ChildProcess(
            new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" },
            "starve", Path.Combine(folder, "peers.db"), $"{Seeds.First}", "2");
        var (code, told, error) = await child.EndAsync();
        Directory.Delete(folder, recursive: true);

        output.WriteLine(told);
        code.Should().Be(0, "{0}", error);
        told.Should().Contain("heap 64 MB");
    }
}
