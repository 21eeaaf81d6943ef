using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>The same tests in 64 MB, in Turkish. A class of its own: it keeps one core busy, and the others run beside it.</summary>
/// <remarks>
/// Both in one run: what fails says which of the two it was.
/// One test after the other: several at once are not what has to live in 64 MB. Left out are those whose own data would fill it, those
/// that live long in worlds or under load, and those that run in processes of their own. The
/// runtime's collector without regions: with them it keeps what it has freed, and refuses an array of 2 MB while 40 of the 64 MB are free.
/// </remarks>
public sealed class LittleMemoryTests(ITestOutputHelper output)
{
    private static readonly Conditions LittleMemory = new()
    {
        Arguments = ["--culture", "tr-TR", "--one-by-one", "--without", "Large,Load,Worlds,Processes"],
        Environment = new() { ["DOTNET_GCHeapHardLimit"] = "0x4000000", ["DOTNET_GCName"] = "libclrgc.so" },
        Told = "culture 'tr-TR', heap 64 MB",
    };

    [TheoryOnLinux, MemberData(nameof(RuntimeTests.Suites), MemberType = typeof(RuntimeTests))]
    public Task Suite(string suite) => OnNet8.RunAsync(OnNet8.Built(suite), LittleMemory, output);
}
