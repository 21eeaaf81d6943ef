using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary>What it costs to open a service on a store that is open: of the records, and of the summaries that the store keeps.</summary>
internal static class OpeningCommand
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["postgresql"])
            return await PostgreSqlOpening.RunAsync();
        var largest = args is [var most] ? int.Parse(most, CultureInfo.InvariantCulture) : 100_000;
        Console.WriteLine("| open the service on | peers | µs of processor | bytes a peer |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (var size in Sizes.Where(size => size <= largest))
        {
            using var folder = new TemporaryFolder();
            await OnAsync("memory", size, new InMemoryKeyValueStore());
            var path = Path.Combine(folder.Path, "peers.db");
            await using (var file = await FileKeyValueStore.OpenAsync(path, new() { Durability = Durability.Buffered }))
                await OnAsync("a file", size, file);
            await PrintAsync("(the file itself)", size, async () => await (await FileKeyValueStore.OpenAsync(path)).DisposeAsync());
            await using (var sqlite = await SqliteKeyValueStore.OpenAsync(Path.Combine(folder.Path, "peers.sqlite")))
                await OnAsync("SQLite", size, sqlite);
        }

        return 0;
    }

    public static PeerPersistenceService Serve(IKeyValueStore store) =>
        new(store, new() { MaxPeers = int.MaxValue }, new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));

    private static async Task OnAsync(string name, int size, IKeyValueStore store)
    {
        await using (var service = Serve(new WithoutSummaries(store)))
        {
            foreach (var chunk in Enumerable.Range(0, size).Chunk(5_000))
                await service.StorePeersAsync(chunk.Select(i => SamplePeers.Make(i) with { SharedSecret = null }));
        }

        await PrintAsync(name + ", of the records", size, () => OpenAsync(new WithoutSummaries(store)));
        await OpenAsync(store); // writes them
        await PrintAsync(name + ", of summaries", size, () => OpenAsync(store));
    }

    private static async Task OpenAsync(IKeyValueStore store)
    {
        await using var service = Serve(store);
        await service.InitializeAsync();
    }

    private static async Task PrintAsync(string name, int peers, Func<Task> open)
    {
        var cost = await Cost.MeasureAsync(name, _ => open());
        Console.WriteLine(FormattableString.Invariant(
            $"| {cost.Name} | {peers:N0} | {cost.Microseconds:N0} | {cost.Bytes / peers:N0} |"));
    }
}
