using System.Text;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>A process that commits and compacts, and another that looks.</summary>
public sealed class LookTests(ITestOutputHelper output)
{
    private const int Rounds = 60;
    private const int Writers = 4;

    [Fact]
    public async Task Open_ReadOnlyWhileAnotherProcessWritesAndCompacts_SeesWholeCommitsAndNoneTooFew()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        var path = Path.Combine(folder, "peers.db");
        using var child = new ChildProcess("load", path, $"{Writers}");
        (await child.Output.ReadLineAsync()).Should().Be("open");
        var acknowledged = new long[Writers];
        var compactions = 0;
        var lastLength = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            // Enough for the file to be compacted every few rounds.
            for (var lines = 0; lines < 100; lines++)
                Note((await child.Output.ReadLineAsync())!, acknowledged);
            var length = new FileInfo(path).Length;
            compactions += length < lastLength ? 1 : 0;
            lastLength = length;

            await using var store = await FileKeyValueStore.OpenAsync(path, new() { ReadOnly = true });
            store.Recovery.IsClean.Should().BeTrue("round {0}", round);
            for (var writer = 0; writer < Writers; writer++)
                await CheckAsync(store, writer, acknowledged[writer]);
            await CheckAsync(store, writer: 0, acknowledged[0]);
        }

        child.Kill();
        await child.EndAsync();
        Directory.GetFiles(folder).Select(Path.GetFileName).Except(["peers.db", "peers.db.lock", "peers.db.fresh"]).Should().BeEmpty();
        output.WriteLine($"{Rounds} looks at {acknowledged.Sum()} commits and at least {compactions} compactions");
        compactions.Should().BePositive();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task CheckAsync(FileKeyValueStore store, int writer, long acknowledged)
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync(""))
            all.Add(key, value.ToArray());
        var first = all.GetValueOrDefault($"first-{writer}");
        var number = first is null ? 0 : long.Parse(Encoding.ASCII.GetString(first.AsSpan(0, 19)), provider: null);
        number.Should().BeGreaterThanOrEqualTo(acknowledged);
        if (first is null)
            return;
        all[$"second-{writer}"].Should().Equal(first);
        all[$"log-{writer}-{number % 50}"].Should().Equal(first);
        (await store.GetAsync($"first-{writer}"))!.Value.ToArray().Should().Equal(first, "what is looked at stays");
    }

    private static void Note(string line, long[] acknowledged)
    {
        var parts = line.Split(' ');
        acknowledged[int.Parse(parts[0], provider: null)] = long.Parse(parts[1], provider: null);
    }
}
