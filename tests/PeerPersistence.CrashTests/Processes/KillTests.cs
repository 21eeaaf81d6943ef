using System.Text;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>Processes that are killed at random instants while they commit.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 200;
    private const int Writers = 8;

    [Fact]
    public async Task Kill_AtARandomInstantUnderLoad_LosesNoAcknowledgedCommit()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        var path = Path.Combine(folder, "peers.db");
        var acknowledged = new long[Writers];
        var (commits, torn) = (0L, 0);
        foreach (var seed in Seeds.Take(Rounds))
        {
            var before = acknowledged.Sum();
            await RunAndKillAsync(path, new Random(seed), acknowledged);
            commits += acknowledged.Sum() - before;
            await using var store = await FileKeyValueStore.OpenAsync(path);
            store.Recovery.CommitsLost.Should().BeLessThanOrEqualTo(Writers, "seed {0}", seed);
            torn += store.Recovery.IsClean ? 0 : 1;
            for (var writer = 0; writer < Writers; writer++)
                acknowledged[writer] = await CheckAsync(store, writer, acknowledged[writer], seed);
        }

        output.WriteLine($"kills: seeds from {Seeds.First}, {Rounds * Seeds.Soak} processes killed, {commits} commits, {torn} torn tails; acknowledged commits lost: 0");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task RunAndKillAsync(string path, Random random, long[] acknowledged)
    {
        using var child = new ChildProcess("load", path, $"{Writers}");
        (await child.Output.ReadLineAsync()).Should().Be("open");

        // The instant is a number of commits and a moment more, so that it falls into every phase of a write.
        for (var lines = random.Next(1, 400); lines > 0; lines--)
        {
            if (!TryNote(await child.Output.ReadLineAsync(), acknowledged))
                Assert.Fail($"The process must go on until it is killed. It said: {await child.EndAsync()}");
        }

        Thread.SpinWait(random.Next(200_000));
        child.Kill();
        while (TryNote(await child.Output.ReadLineAsync(), acknowledged))
        {
            // What was acknowledged before the kill.
        }

        // Its output ends before the last of its files is closed.
        await child.EndAsync();
    }

    private static bool TryNote(string? line, long[] acknowledged)
    {
        if (line?.Split(' ') is not [var writer, var number] || !int.TryParse(writer, out var index))
            return false;
        acknowledged[index] = long.Parse(number, provider: null);
        return true;
    }

    /// <summary>Returns the number found: the one acknowledged, or the one that was in flight.</summary>
    private static async Task<long> CheckAsync(FileKeyValueStore store, int writer, long acknowledged, int seed)
    {
        var first = await store.GetAsync($"first-{writer}");
        var second = await store.GetAsync($"second-{writer}");
        var number = first is null ? 0 : long.Parse(Encoding.ASCII.GetString(first.Value.Span[..19]), provider: null);
        number.Should().BeInRange(acknowledged, acknowledged + 1, "seed {0}, writer {1}", seed, writer);
        if (first is not null)
        {
            second!.Value.ToArray().Should().Equal(first.Value.ToArray());
            (await store.GetAsync($"log-{writer}-{number % 50}"))!.Value.ToArray().Should().Equal(first.Value.ToArray());
        }

        return number;
    }
}
