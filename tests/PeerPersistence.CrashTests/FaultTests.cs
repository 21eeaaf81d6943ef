using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Every call to the file system fails in turn: before, halfway, after it was done; once or for good. Or memory does.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a new store", -1)]
    [InlineData("a torn tail", 0)]
    [InlineData("damage in the middle", 1)]
    [InlineData("a damaged header", 2)]
    [InlineData("a damaged tail", 3)]
    [InlineData("a damaged part of a large commit", 4)]
    [InlineData("a new store, replaced in two steps", -1, false)]
    [InlineData("damage in the middle, replaced in two steps", 1, false)]
    public async Task Fault_InAnyCall_IsAClearErrorAndNeverALie(string scenario, int damage, bool replaces = true)
    {
        var (image, state, set) = await DamagedAsync(damage);
        var calls = await CountCallsAsync(image, state, set, replaces);
        var (faults, hits) = (0, 0);
        foreach (var code in new[] { Fault.InputOutput, Fault.NoSpace, Fault.SharingViolation, Fault.NoMemory })
        {
            foreach (var effect in code == Fault.SharingViolation ? [FaultEffect.Before] : Enum.GetValues<FaultEffect>())
            {
                foreach (var length in code == Fault.NoMemory ? [1] : new[] { 1, 3, int.MaxValue })
                {
                    for (var first = 0; first < calls; first++)
                    {
                        var run = new FaultRun(image, state, set, replaces, new(effect, code), first, length);
                        try
                        {
                            await run.RunAsync();
                        }
                        catch (Exception e)
                        {
                            throw new InvalidOperationException(
                                $"{scenario}: {length} calls from {first} fail ({effect}, code {code}; {run.Describe()}): {e.Message}", e);
                        }

                        faults++;
                        hits += run.Injected;
                    }
                }
            }
        }

        output.WriteLine($"faults, {scenario}: {calls} calls, {faults} runs, {hits} calls failed");
        hits.Should().BeGreaterThan(faults / 2);
    }

    private static async Task<int> CountCallsAsync(byte[]? image, StoreState state, int set, bool replaces)
    {
        var run = new FaultRun(image, state, set, replaces, new(FaultEffect.Before, Fault.InputOutput), int.MaxValue, 1);
        await run.RunAsync();
        run.Injected.Should().Be(0);
        return run.Calls;
    }

    /// <summary>A file, what is left in it, and how many files of damaged bytes there are for it in the end.</summary>
    private static async Task<(byte[]? Image, StoreState State, int Set)> DamagedAsync(int damage)
    {
        if (damage < 0)
            return (null, new(), 0);
        var (file, commits) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        var frames = Images.FramesOf(file);
        switch (damage)
        {
            case 0:
                return (file[..^20], Images.StateOf(commits[..^1]), 0);
            case 1:
                file[frames[2].Start + 30] ^= 4;
                return (file, Images.StateOf(commits.Where(commit => commit.Id != 3)), 1);
            case 2:
                file.AsSpan(5, 50).Fill(0xEE);
                return (file, Images.StateOf(commits), 1);
            case 3:
                file[^10] ^= 4;
                return (file, Images.StateOf(commits[..^1]), 1);
            default:
                var (large, commit) = await Images.MakeLargeAsync(keys: 12, valueLength: 600);
                large[Images.FramesOf(large)[4].Start + 50] ^= 4;
                return (large, Images.StateOf([commit with { Changes = commit.Changes.Where(change => change.Key != "key-04").ToDictionary() }]), 1);
        }
    }
}
