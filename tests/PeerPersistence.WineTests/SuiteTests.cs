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
        { "PeerPersistence.Tests", "Tests.Storage.Files.CompactionTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.ReadOnlyTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.RecoveryTests" },
        { "PeerPersistence.Tests", "Tests.Storage.Files.FileKeyValueStoreTests" },
        { "PeerPersistence.Tests", "Tests.Protection.Providers" },
    };

    [WineTheory, MemberData(nameof(Parts))]
    public async Task Part(string suite, string only)
    {
        var printed = await Wine.RunTestsAsync(suite, "--only", only, "--without", "Unix", "--within", "150");

        output.WriteLine(printed);
        printed.Should().Contain("Microsoft Windows");
    }
}
