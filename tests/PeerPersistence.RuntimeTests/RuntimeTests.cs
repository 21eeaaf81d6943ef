using Xunit.Abstractions;

namespace PeerPersistence.RuntimeTests;

/// <summary>
/// The unit and the conformance tests once more, in processes of their own, on a real .NET 8, where <c>dotnet test</c> rolls forward to
/// what the machine has: on the netstandard2.1 build, and under other cultures.
/// </summary>
public sealed class RuntimeTests(ITestOutputHelper output)
{
    /// <summary>Processes of their own take no culture from here; worlds and loads write and read no text that has one.</summary>
    private const string NotOfCultures = "Load,Worlds,Processes";

    /// <summary>The worlds judge the order of candidates, which is one and the same code in every build.</summary>
    private const string NotOfBuilds = "Worlds,Processes";

    public static TheoryData<string> Suites => ["PeerPersistence.Tests", "PeerPersistence.ConformanceTests"];

    [TheoryOnLinux, MemberData(nameof(Suites))]
    public async Task NetStandard(string suite) =>
        await OnNet8.RunAsync(await OnNet8.BuildForNetStandardAsync(suite), new() { Arguments = ["--without", NotOfBuilds], Told = "culture ''" }, output);

    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task WithoutCultures(string suite) => OnNet8.RunAsync(
        OnNet8.Built(suite), new()
        {
            Arguments = ["--without", NotOfCultures],
            Environment = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
            Told = "no cultures",
        }, output);

    /// <summary>Where <c>"i".ToUpper()</c> is <c>"İ"</c>, a comma stands before decimals and dates are written otherwise.</summary>
    [TheoryOnLinux, MemberData(nameof(Suites))]
    public Task Turkish(string suite) =>
        OnNet8.RunAsync(OnNet8.Built(suite), new() { Arguments = ["--culture", "tr-TR", "--without", NotOfCultures], Told = "culture 'tr-TR'" }, output);
}
