using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>
/// The unit and the conformance tests once more, in processes of their own, on a real .NET 8, where <c>dotnet test</c> rolls forward to
/// what the machine has: on the netstandard2.1 build, and under other cultures.
/// </summary>
public sealed class RuntimeTests(ITestOutputHelper output)
{
    /// <summary>Processes of their own take neither culture nor build from here. Worlds and loads are the same in all of them.</summary>
    private const string RunOnce = "Load,Worlds,Processes";

    public static TheoryData<string> Suites => ["PeerPersistence.Tests", "PeerPersistence.ConformanceTests"];

    /// <summary>Both in one run: what fails says which of the two it was, and the rest of the builds runs with cultures.</summary>
    [TheoryOnLinux, MemberData(nameof(Suites))]
    public async Task NetStandard_WithoutCultures(string suite) => await OnNet8.RunAsync(
        await OnNet8.BuildForNetStandardAsync(suite), new()
        {
            Arguments = ["--without", RunOnce],
            Environment = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
            Told = "no cultures",
        }, output);

    /// <summary>
    /// Where <c>"i".ToUpper()</c> is <c>"İ"</c>, a comma stands before decimals and dates are written otherwise: those that
    /// <see cref="LittleMemoryTests"/> leave out. They run all others so.
    /// </summary>
    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task Turkish(string suite) => OnNet8.RunAsync(
        OnNet8.Built(suite), new() { Arguments = ["--culture", "tr-TR", "--with", "Large", "--without", RunOnce], Told = "culture 'tr-TR'" }, output);
}
