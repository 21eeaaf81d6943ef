using System.Globalization;
using Xunit.Abstractions;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PeerPersistence.FuzzTests;

/// <summary>Whatever bytes are read: they are taken, or refused as documented, soon and in little memory.</summary>
/// <remarks>
/// Some thousand inputs a target, the same each time. More, and others: <c>PEERS_FUZZ_INPUTS=1000000 PEERS_FUZZ_SEED=7</c>. An input that does harm
/// is kept in the folder for temporary files: mend the reader, and put the input into the corpus.
/// </remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long MostAllocated = 64 * 1024 * 1024;

    private static readonly int s_inputs = Setting("PEERS_FUZZ_INPUTS", 2000);
    private static readonly int s_seed = Setting("PEERS_FUZZ_SEED", 20261129);

    public static TheoryData<string> Names => [.. Targets.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Read_SpoiltInputs_AreTakenOrRefused(string name)
    {
        var run = new FuzzRun(Targets.All.Single(target => target.Name == name));

        await run.RunAsync(s_seed, s_inputs);

        output.WriteLine($"{run}");
        if (Environment.GetEnvironmentVariable("PEERS_FUZZ_REPORT") is { } report)
            await File.AppendAllTextAsync(report, $"{run}\n");
        run.Crashes.Should().BeEmpty();
        run.MostAllocated.Should().BeLessThan(MostAllocated);
        (run.Accepted, run.Refused).Should().Match<(int Accepted, int Refused)>(seen => seen.Accepted > 0 && seen.Refused > 0, "both sides are reached");
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Read_TheCorpus_IsAsItWas(string name)
    {
        var target = Targets.All.Single(target => target.Name == name);
        var sound = 0;
        foreach (var input in target.Corpus())
            sound += await target.ReadAsync(input) ? 1 : 0;
        sound.Should().BePositive("an input from which nothing is read leads nowhere");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
