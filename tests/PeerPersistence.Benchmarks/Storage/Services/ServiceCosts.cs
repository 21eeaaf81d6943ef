namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Every operation with few peers and with many, taking turns. Microseconds.</summary>
internal static class ServiceCosts
{
    public static async Task<Samples<ServiceOperation, int>> RunAsync(ServiceFolder few, ServiceFolder many, int rounds)
    {
        var room = ServiceOperation.StoreNew.Times * (rounds + 1);
        await using var small = await ServiceUnderTest.OpenAsync(few, room);
        await using var large = await ServiceUnderTest.OpenAsync(many, room);
        var samples = new Samples<ServiceOperation, int>();
        await RoundsAsync(ServiceOperation.All.Where(operation => operation != ServiceOperation.StoreNewAtCapacity));

        await small.FillUpAsync(room);
        await large.FillUpAsync(room);
        await RoundsAsync([ServiceOperation.StoreNewAtCapacity]);
        return samples;

        async Task RoundsAsync(IEnumerable<ServiceOperation> operations)
        {
            var all = operations.ToList();
            for (var round = -1; round < rounds; round++)
            {
                foreach (var operation in all)
                {
                    foreach (var under in new[] { small, large })
                    {
                        var time = await Timing.MedianAsync(operation.Times, () => operation.RunAsync(under));
                        if (round >= 0) // the first was the compiler's
                            samples.Add(operation, under.Peers, time.TotalMicroseconds);
                    }
                }
            }
        }
    }
}
