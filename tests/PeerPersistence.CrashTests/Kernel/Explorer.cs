using System.Collections.Immutable;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests.Kernel;

/// <summary>Rebuilds what a power cut may leave at any instant of a recording, and opens each state that differs.</summary>
internal sealed class Explorer(Workload workload, Random random)
{
    private const int MostPasses = 200;

    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly List<(Dictionary<string, byte[]> Image, ImmutableDictionary<string, int> Told)> _waiting = [];
    private int _lost;

    /// <summary>How many states were rebuilt, alike or not.</summary>
    public int States { get; private set; }

    public int Distinct => _seen.Count;

    public int Lost => _lost;

    public string? FirstLoss { get; private set; }

    /// <summary>
    /// Goes through the instants again and again, until there were so many distinct states, or chance finds few new ones. Where few states are
    /// wanted it passes over some instants.
    /// </summary>
    public async Task ExploreAsync(List<DiskEvent> events, int distinct)
    {
        var chances = Math.Max(1, distinct / (4 * events.Count));
        var density = Math.Min(1, (double)distinct / (2 * events.Count));
        for (var pass = 0; pass < MostPasses && Distinct < distinct; pass++)
        {
            var before = Distinct;
            await PassAsync(events, chances, density, until: pass == 0 ? int.MaxValue : distinct);
            if (pass > 0 && (Distinct - before) * 50 < events.Count * density)
                return;
        }
    }

    private async Task PassAsync(List<DiskEvent> events, int chances, double density, int until)
    {
        var cut = new PowerCut();
        var told = ImmutableDictionary<string, int>.Empty;
        var lines = 0;
        var begun = false;
        foreach (var happened in events)
        {
            cut.Apply(happened, random);

            // What was there before is synced first.
            begun |= happened is DiskEvent.FolderSynced;
            if (!begun)
                continue;
            if (happened is DiskEvent.Told line && Told(line.Line) is { } acknowledged)
                (told, lines) = (told.SetItem(acknowledged.Key, acknowledged.Value), lines + 1);
            if (random.NextDouble() >= density)
                continue;
            if (until == int.MaxValue) // the first time, to the end
            {
                Add(cut.Killed(), told, lines);
                Add(cut.NothingUnsynced(), told, lines);
            }

            for (var chance = 0; chance < chances && cut.IsAnythingUnsynced; chance++)
            {
                Add(cut.Chance(random, CutRules.Ordered), told, lines);
                Add(cut.Chance(random, CutRules.Strict), told, lines);
            }

            if (_waiting.Count >= 200)
                await CheckAsync();
            if (Distinct >= until)
                break;
        }

        await CheckAsync();
    }

    /// <summary>The same bytes are opened again only when more was promised since.</summary>
    private void Add(Dictionary<string, byte[]> image, ImmutableDictionary<string, int> told, int lines)
    {
        States++;
        var hash = DiskImage.Hash(image);
        if (_seen.TryGetValue(hash, out var before) && before >= lines)
            return;
        _seen[hash] = lines;
        _waiting.Add((image, told));
    }

    private async Task CheckAsync()
    {
        await Parallel.ForEachAsync(_waiting, async (state, _) =>
        {
            using var folder = new KernelFolder();
            folder.Write(state.Image);
            try
            {
                await workload.CheckAsync(folder.Path, state.Told);
            }
            catch (Exception loss)
            {
                Interlocked.Increment(ref _lost);
                FirstLoss ??= $"{workload.Name}: {loss}; in the folder: {string.Join(' ', state.Image.Select(file => $"{file.Key} ({file.Value.Length})"))}";
            }
        });
        _waiting.Clear();
    }

    /// <summary>"what number", or the number alone.</summary>
    private static (string Key, int Value)? Told(string line)
    {
        var parts = line.Split(' ');
        return int.TryParse(parts[^1], out var number) && parts[0] != "pid" ? (parts.Length == 1 ? "" : parts[0], number) : null;
    }
}
