using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Summaries;

/// <summary>After a crash at any instant the next service, which opens on the summaries in the store, knows what the records say.</summary>
public sealed class SummaryCrashTests(ITestOutputHelper output)
{
    private const int TornPlaces = 2;
    private const int EachSoManyWithAService = 8;
    private const int EachSoManyGoOn = 6;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _torn;
    private int _summaries;

    [Theory]
    [InlineData(Durability.Synced, false, 1)]
    [InlineData(Durability.Buffered, false, 1)]
    [InlineData(Durability.Synced, true, 1)]
    public async Task Crash_AtEveryInstant_TheNextServiceKnowsWhatTheRecordsSay(Durability durability, bool isEncrypted, int seeds)
    {
        foreach (var seed in Seeds.Take(seeds))
        {
            var random = new Random(seed);
            using var script = new ServiceScript(random, durability, isEncrypted);
            var disk = new SimulatedDisk();
            await script.RunAsync(disk);
            await ExploreAsync(disk.Trace, script, random, seed);
        }

        output.WriteLine(
            $"crashes of services, {durability}{(isEncrypted ? ", encrypted" : "")}: seeds from {Seeds.First}, {_seen.Count} states, of them {_torn} torn writes; opened on the summaries {_summaries}");
        _summaries.Should().BeGreaterThan(_seen.Count / 4);
    }

    private async Task ExploreAsync(List<DiskEvent> trace, ServiceScript script, Random random, int seed)
    {
        var cut = new PowerCut();
        List<int> unsynced = [];
        for (var i = 0; i < trace.Count; i++)
        {
            if (trace[i] is DiskEvent.Written write)
            {
                await TearAsync(cut, write, script, seed);
                unsynced.Add(i);
            }
            else if (trace[i] is DiskEvent.Synced)
            {
                foreach (var lost in unsynced.SkipLast(1))
                    await CheckAsync(Without(trace, lost, i, random), script, seed);
                unsynced.Clear();
            }

            cut.Apply(trace[i], random);
            List<Dictionary<string, byte[]>> images = [cut.Killed(), cut.NothingUnsynced(), cut.Chance(random)];
            if (i % EachSoManyGoOn == 0)
                images.Add(await KillThenCutAsync([.. trace.Take(i + 1)], script, random));
            foreach (var image in images)
                await CheckAsync(image, script, seed);
        }
    }

    private async Task TearAsync(PowerCut cut, DiskEvent.Written write, ServiceScript script, int seed)
    {
        var step = Math.Max(1, write.Bytes.Length / TornPlaces);
        for (var bytes = step; bytes < write.Bytes.Length; bytes += step, _torn++)
            await CheckAsync(cut.Killed(write, bytes), script, seed);
    }

    /// <summary>The power was cut before a sync, and of the writes one alone did not reach the disk.</summary>
    private static Dictionary<string, byte[]> Without(List<DiskEvent> trace, int lost, int until, Random random)
    {
        var cut = new PowerCut();
        for (var i = 0; i < until; i++)
        {
            if (i != lost)
                cut.Apply(trace[i], random);
        }

        return cut.Killed();
    }

    /// <summary>After a kill the next service writes summaries perhaps; then the power is cut.</summary>
    private static async Task<Dictionary<string, byte[]>> KillThenCutAsync(List<DiskEvent> past, ServiceScript script, Random random)
    {
        var disk = new SimulatedDisk(past);
        await script.GoOnAsync(disk);
        var cut = new PowerCut();
        foreach (var happened in disk.Trace)
            cut.Apply(happened, random);
        return random.Next(2) == 0 ? cut.NothingUnsynced() : cut.Chance(random);
    }

    private async Task CheckAsync(Dictionary<string, byte[]> image, ServiceScript script, int seed)
    {
        if (!_seen.Add(DiskImage.Hash(image)))
            return;
        var (difference, isScanned) = await script.OpenAsync(image, withService: _seen.Count % EachSoManyWithAService == 0);
        _summaries += isScanned ? 0 : 1;
        difference.Should().BeNull("seed {0}", seed);
    }
}
