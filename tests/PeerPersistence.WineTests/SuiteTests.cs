using Xunit.Abstractions;

namespace PeerPersistence.WineTests;

/// <summary>Tests of the other suites as they run for Windows.</summary>
/// <remarks>What is no wait of a test's may be one of Wine's, so a suite has a time, and what has not ended then is named.</remarks>
public sealed class SuiteTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Parts => new()
    {
        { "PeerPersistence.CrashTests", "CrashTests.HeldFilesTests" },
        { "PeerPersistence.CrashTests", "CrashTests.PlaceTests" },
        { "PeerPersistence.CrashTests", "CrashTests.KeyFileTests" },
        { "PeerPersistence.CrashTests", "CrashTests.HangingRenameTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.CompactionTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.ReadOnlyTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.RecoveryTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.FileKeyValueStoreTests" },
        { "PeerPersistence.Tests", "Tests.Protection.Providers" },
    };

    /// <remarks>
    /// The unit tests run in several processes: under Wine the runtime does not survive all of them in one. Left out are two classes with
    /// doubles of Moq's, at which the process ends or does not go on; a simulation in a process of its own, which makes code at run time;
    /// and a name that is too long, which Wine calls a path that is not there.
    /// </remarks>
    public static TheoryData<string, string, string?> LongParts => new()
    {
        { "PeerPersistence.CrashTests", "CrashTests.Processes.OpenRaceTests", null },
        { "PeerPersistence.CrashTests", "CrashTests.Processes.KillTests", null },
        { "PeerPersistence.CrashTests", "CrashTests.FaultTests", null },
        { "PeerPersistence.Tests", "Tests.FinePrint.", null },
        { "PeerPersistence.Tests", "Tests.Protection.", null },
        { "PeerPersistence.Tests", "Tests.Service.", null },
        { "PeerPersistence.Tests", "Tests.Storage.", "a path too long" },
        { "PeerPersistence.Tests", "Tests.Keeper", "KeeperConnectorTests,KeeperSimulationTests" },
        { "PeerPersistence.Tests", "", "Tests.FinePrint.,Tests.Protection.,Tests.Service.,Tests.Storage.,Tests.Keeper,CandidateSelectionTests" },
        { "PeerPersistence.ConformanceTests", "", null },
        { "PeerPersistence.Sqlite.Tests", "", null },
        { "PeerPersistence.Cli.Tests", "", null },
    };

    [WineTheory, MemberData(nameof(Parts))]
    public Task Part(string suite, string only) => RunAsync(suite, "--only", only, "--within", "900");

    /// <summary>Whole suites and slow tests. What fails is named on the page on Windows.</summary>
    [LongWineTheory, MemberData(nameof(LongParts))]
    public Task LongPart(string suite, string only, string? except) =>
        RunAsync(suite, ["--only", only, .. except is null ? Array.Empty<string>() : ["--except", except], "--within", "1800"]);

    private async Task RunAsync(string suite, params string[] arguments)
    {
        var printed = await Wine.RunTestsAsync(suite, [.. arguments, "--without", "Unix"]);

        output.WriteLine(printed);
        printed.Should().Contain("Microsoft Windows");
    }
}
