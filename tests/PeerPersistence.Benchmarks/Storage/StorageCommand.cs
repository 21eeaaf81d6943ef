using System.Diagnostics;
using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary><c>storage [quick]</c>: the stores against their peers, and what the service costs, in one run.</summary>
internal static class StorageCommand
{
    public static async Task<int> RunAsync(Plan plan)
    {
        var watch = Stopwatch.StartNew();
        Console.WriteLine($"{Load.Describe()} at the start. Medians of {plan.Rounds} rounds; in brackets: times the file store's.\n");
        var targets = new Targets();
        await StoresAsync(plan, targets);
        await ServiceAsync(plan, targets);
        Console.WriteLine("### Against what was to be reached\n");
        Console.WriteLine(targets);
        Console.WriteLine($"{Load.Describe()} at the end; {watch.Elapsed.TotalSeconds:0} s.");
        return 0;
    }

    /// <summary>The stores alone.</summary>
    public static async Task<int> CompareAsync(Plan plan)
    {
        Console.WriteLine($"{Load.Describe()} at the start. Medians of {plan.Rounds} rounds; in brackets: times the file store's.\n");
        await StoresAsync(plan, new());
        return 0;
    }

    private static async Task StoresAsync(Plan plan, Targets targets)
    {
        foreach (var count in plan.Records)
        {
            using var comparison = new StoreComparison(count, plan);
            var samples = await comparison.RunAsync();
            targets.Judge(Number(count), samples);
            Console.WriteLine(StoreTable.Of(count, samples));
        }
    }

    private static async Task ServiceAsync(Plan plan, Targets targets)
    {
        using var few = new ServiceFolder(plan.Peers.Few);
        using var many = new ServiceFolder(plan.Peers.Many);
        await few.FillAsync();
        await many.FillAsync();

        var memory = await MemoryUse.MeasureAsync(many);
        var samples = await ServiceCosts.RunAsync(few, many, plan.Rounds);
        Console.WriteLine(ServiceTable.Of(plan.Peers, samples));
        Console.WriteLine(
            $"{Number(plan.Peers.Many)} peers: {memory.Store:0} bytes a peer in the file store and {memory.Service:0} in the service; "
            + $"the store opened in {memory.OpenStore:0} ms, the service on it in {memory.OpenService:0} ms.\n");
        targets.Judge(Number(plan.Peers.Many), plan.Peers, samples);
        targets.Judge(Number(plan.Peers.Many), memory);
    }

    private static string Number(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
