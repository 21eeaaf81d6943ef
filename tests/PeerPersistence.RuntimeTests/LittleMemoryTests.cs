using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>The same tests in 64 MB. A class of its own: it keeps one core busy, and the others run beside it.</summary>
/// <remarks>
/// One test after the other: several at once are not what has to live in 64 MB. Left out are those whose own data would fill it. In
/// regions of their usual size the runtime's heap is used up by a few large arrays.
/// </remarks>
public sealed class LittleMemoryTests(ITestOutputHelper output)
{
    private static readonly Conditions LittleMemory = new()
    {
        Arguments = ["--one-by-one", "--without", "Large"],
        Environment = new() { ["DOTNET_GCHeapHardLimit"] = "0x4000000", ["DOTNET_GCRegionSize"] = "0x100000" },
        Told = "heap 64 MB",
    };

    [TheoryOnLinux, MemberData(nameof(RuntimeTests.Suites), MemberType = typeof(RuntimeTests))]
    public Task Suite(string suite) => OnNet8.RunAsync(OnNet8.Built(suite), LittleMemory, output);
}
