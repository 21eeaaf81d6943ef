using System.Globalization;

namespace PeerPersistence.FuzzTests;

/// <summary>Many inputs for one target, and what came of them.</summary>
internal sealed class FuzzRun(FuzzTarget target)
{
    // A reading of some hundred kilobytes takes milliseconds: this is for one that does not end.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public int Inputs { get; private set; }

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public int Hung { get; private set; }

    /// <summary>Bytes that one input made it allocate, at most: more than it ever held at once.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>What went wrong, with the file in which the input was kept.</summary>
    public List<string> Crashes { get; } = [];

    public async Task RunAsync(int seed, int count)
    {
        var corpus = target.Corpus();
        foreach (var sound in corpus)
            await TryAsync(sound);
        var mutator = new Mutator(seed, corpus);
        for (var i = 0; i < count && Crashes.Count < 10 && Hung == 0; i++)
        {
            var input = mutator.Next();
            if (i % 2 == 0)
                target.Mend?.Invoke(input);
            await TryAsync(input);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {Inputs} inputs, {Accepted} accepted, {Refused} refused, {Crashes.Count} crashed, {Hung} hung, at most {MostAllocated / 1024} KiB allocated");

    private async Task TryAsync(byte[] input)
    {
        Inputs++;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        try
        {
            if (await Task.Run(() => target.ReadAsync(input)).WaitAsync(s_patience))
                Accepted++;
            else
                Refused++;
        }
        catch (TimeoutException)
        {
            Hung++;
            Crashes.Add($"No end: {Keep(input)}");
        }
        catch (Exception e)
        {
            Crashes.Add($"{Keep(input)}: {e}");
        }

        MostAllocated = Math.Max(MostAllocated, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private string Keep(byte[] input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuzz-{target.Name}-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        return path;
    }
}
