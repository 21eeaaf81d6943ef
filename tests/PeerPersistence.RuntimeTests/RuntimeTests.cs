using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>
/// The unit and the conformance tests once more, in processes of their own: on a real .NET 8, where <c>dotnet test</c> rolls forward to
/// what the machine has, on the netstandard2.1 build, under other cultures and with little memory.
/// </summary>
public sealed class RuntimeTests(OnNet8 net8, ITestOutputHelper output) : IClassFixture<OnNet8>
{
    public static TheoryData<string> Suites => ["PeerPersistence.Tests", "PeerPersistence.ConformanceTests"];

    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task Net8(string suite) => RunAsync(net8.Built(suite), new(), "culture ''");

    [TheoryOnLinux, MemberData(nameof(Suites))]
    public async Task NetStandard(string suite) => await RunAsync(await net8.BuildForNetStandardAsync(suite), new(), "culture ''");

    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task WithoutCultures(string suite) =>
        RunAsync(net8.Built(suite), new() { Environment = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" } }, "no cultures");

    /// <summary>Where <c>"i".ToUpper()</c> is <c>"İ"</c>, a comma stands before decimals and dates are written otherwise.</summary>
    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task Turkish(string suite) => RunAsync(net8.Built(suite), new() { Arguments = ["--culture", "tr-TR"] }, "culture 'tr-TR'");

    /// <remarks>
    /// One test after the other: several at once are not what has to live in 64 MB. Left out are those whose own data would fill it. In
    /// regions of their usual size the runtime's heap is used up by a few large arrays.
    /// </remarks>
    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task LittleMemory(string suite) => RunAsync(
        net8.Built(suite),
        new() { Arguments = ["--one-by-one", "--without", "Large"], Environment = new() { ["DOTNET_GCHeapHardLimit"] = "0x4000000", ["DOTNET_GCRegionSize"] = "0x100000" } },
        "heap 64 MB");

    private async Task RunAsync(string tests, Conditions conditions, string expected)
    {
        var printed = await OnNet8.RunAsync(tests, conditions);

        output.WriteLine(printed);
        printed.Should().StartWith(".NET 8.0.").And.Contain(expected);
    }
}
