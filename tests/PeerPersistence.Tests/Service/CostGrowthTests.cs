namespace PeerPersistence.Tests.Service;

/// <summary>What costs no more when there are many peers. Bytes are counted: unlike times they are the same on every machine.</summary>
/// <remarks>Who listens to measurements and activities, as other tests do, lets every call allocate more.</remarks>
[Collection(nameof(RunsAlone))]
public sealed class CostGrowthTests
{
    private const int Few = 200;
    private const int Many = 5_000;
    private const double NoGrowth = 1.25;

    [Fact]
    public Task QueryPeers_TopTwenty() => ShouldNotGrowAsync((service, _) => service.QueryPeersAsync(new() { Limit = 20 }));

    [Fact]
    public Task QueryPeers_TopTwentyAfterAnUpdate() => ShouldNotGrowAsync(async (service, i) =>
    {
        await service.UpdateLastSeenAsync(Id(i));
        await service.QueryPeersAsync(new() { Limit = 20 });
    });

    [Fact]
    public Task QueryPage_InTheMiddle() => ShouldNotGrowAsync(async (service, _) =>
    {
        var query = new PeerQuery { Limit = 20, SortBy = PeerSortBy.Quality };
        var page = await service.QueryPageAsync(query);
        await service.QueryPageAsync(query, page.ContinuationToken);
    });

    [Fact]
    public Task QueryPeers_FewFriendsAmongMany() => ShouldNotGrowAsync((service, _) => service.QueryPeersAsync(new() { IsFriend = true, Limit = 20 }));

    [Fact]
    public Task StorePeer_New() => ShouldNotGrowAsync((service, i) => service.StorePeerAsync(PeerData.Create($"new-{i:000000}")));

    [Fact]
    public Task UpdateLastSeen() => ShouldNotGrowAsync((service, i) => service.UpdateLastSeenAsync(Id(i)));

    private static async Task ShouldNotGrowAsync(Func<IPeerPersistenceService, int, Task> call)
    {
        var (few, many) = (await BytesAsync(Few, call), await BytesAsync(Many, call));

        ((double)many / few).Should().BeLessThan(NoGrowth, "{0} bytes a call at {1} peers, {2} at {3}", few, Few, many, Many);
    }

    private static async Task<long> BytesAsync(int peers, Func<IPeerPersistenceService, int, Task> call)
    {
        await using var setup = new Setup(options => options.MaxPeers = int.MaxValue);
        await setup.Service.StorePeersAsync(Enumerable.Range(0, peers).Select(i => setup.Stranger(Id(i)) with { IsPinned = i % 10 == 0 && i < 200 }));
        const int Warm = 60, Measured = 60;
        for (var i = 0; i < Warm; i++)
            await call(setup.Service, i);
        // The store is in memory, so that every call runs to its end on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = Warm; i < Warm + Measured; i++)
            await call(setup.Service, i);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Measured;
    }

    private static string Id(int i) => $"peer-{i:000000}";
}
