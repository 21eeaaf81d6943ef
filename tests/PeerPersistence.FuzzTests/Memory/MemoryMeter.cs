namespace PeerPersistence.FuzzTests;

/// <summary>Measures the managed heap while something is read.</summary>
internal static class MemoryMeter
{
    /// <summary>All bytes that are ever asked for, which is exact, and at least what is held at one time.</summary>
    public static async Task<long> AllocatedAsync(Func<Task> read)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await read();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>The most that is held at one time: what full collections leave, one after the other all the while.</summary>
    public static async Task<long> HeldAsync(Func<Task> read)
    {
        var before = Held();
        var most = before;
        using var isRead = new ManualResetEventSlim();
        var looking = new Thread(() =>
        {
            while (!isRead.Wait(millisecondsTimeout: 1))
                most = Math.Max(most, Held());
        });
        looking.Start();
        await read();
        isRead.Set();
        looking.Join();
        return most - before;
    }

    private static long Held()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }
}
