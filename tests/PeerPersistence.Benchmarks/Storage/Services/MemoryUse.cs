namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Bytes that stay in memory for every peer.</summary>
/// <param name="Store">In the file store.</param>
/// <param name="Service">In the service on top of it.</param>
/// <param name="OpenStore">How long the store took to open, in milliseconds.</param>
/// <param name="OpenService">How long the service took to open on top of it, in milliseconds.</param>
internal sealed record MemoryUse(double Store, double Service, double OpenStore, double OpenService)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    /// <summary>Measures a service that is at its maximum, has evicted and has answered a query: everything that it builds is there.</summary>
    public static async Task<MemoryUse> MeasureAsync(ServiceFolder folder)
    {
        await RestAsync();
        FileKeyValueStore? store = null;
        PeerPersistenceService? service = null;
        var before = InUse();
        var openStore = await Timing.OnceAsync(async () => store = await folder.OpenStoreAsync(Durability.Buffered));
        var withStore = InUse();
        var openService = await Timing.OnceAsync(async () =>
        {
            service = folder.Serve(store!, folder.Peers);
            await service.InitializeAsync();
        });
        await service!.StorePeerAsync(SamplePeers.Make(folder.Peers));
        await service.QueryPeersAsync(new() { Limit = 1 });
        await RestAsync();
        var withService = InUse();
        await service.DisposeAsync();
        await store!.DisposeAsync();
        return new(
            (withStore - before) / (double)folder.Peers, (withService - withStore) / (double)folder.Peers,
            openStore.TotalMilliseconds, openService.TotalMilliseconds);
    }

    /// <summary>A minute and a bit: until then the runtime's pools of arrays keep what was lent to queries and returned.</summary>
    private static async Task RestAsync()
    {
        for (var i = 0; i < 8; i++)
        {
            await Task.Delay(Rest, TimeProvider.System);
            GC.Collect();
        }
    }

    /// <summary>Finalizers give free what one collection alone does not.</summary>
    private static long InUse()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
