using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>What the process holds.</summary>
/// <param name="Managed">Live bytes of the managed heap.</param>
/// <param name="Resident">Bytes of memory, everything included.</param>
/// <param name="Handles">Open files; 0 where the system does not tell.</param>
/// <param name="Threads">Threads of the process.</param>
internal sealed record Resources(long Managed, long Resident, int Handles, int Threads)
{
    /// <summary>Waits until threads that only wait to be borrowed have ended, and their buffers with them.</summary>
    public static async Task<Resources> AtRestAsync()
    {
        await Task.Delay(WriterThread.Patience * 1.5, TimeProvider.System);
        return Now();
    }

    private static Resources Now()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        const string handles = "/proc/self/fd";
        return new(
            GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64,
            Directory.Exists(handles) ? Directory.GetFileSystemEntries(handles).Length : 0, process.Threads.Count);
    }

    public static Resources operator -(Resources after, Resources before) => new(
        after.Managed - before.Managed, after.Resident - before.Resident, after.Handles - before.Handles, after.Threads - before.Threads);
}
