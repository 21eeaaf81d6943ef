using System.Diagnostics;
using System.Globalization;

#pragma warning disable RS0030 // It counts timers, and makes none.

namespace PeerPersistence.Benchmarks.Keeping;

/// <summary>What keepers cost while nothing happens: processor time, memory, timers.</summary>
internal static class KeepingCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 60;
        Console.WriteLine($"Idle for {seconds} s:");
        Console.WriteLine("| keepers | known peers each | connections each | of a core | allocated | timers more |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        await MeasureAsync(keepers: 1, known: 10_000, target: 200, seconds);
        await MeasureAsync(keepers: 1_000, known: 10, target: 2, seconds);
        return 0;
    }

    private static async Task MeasureAsync(int keepers, int known, int target, int seconds)
    {
        var timers = Timer.ActiveCount;
        List<(PeerPersistenceService Peers, ConnectionKeeper Keeper)> all = [];
        for (var number = 0; number < keepers; number++)
        {
            var peers = new PeerPersistenceService(new InMemoryKeyValueStore(), new PeerPersistenceOptions { MaxPeers = known + 1 });
            await peers.StorePeersAsync(Enumerable.Range(0, known).Select(peer => PeerData.Create($"peer {peer}")));
            var keeper = new ConnectionKeeper(peers, new Answering(), new() { LocalPeerId = "me", Target = target });
            keeper.Start();
            all.Add((peers, keeper));
        }

        foreach (var (_, keeper) in all)
        {
            await foreach (var state in keeper.WatchAsync())
            {
                if (state.Connections.Count(link => link.IsConnected) >= target && state.Missing.Count == 0)
                    break;
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (processor, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        process.Refresh();
        var (share, bytes) = ((process.TotalProcessorTime - processor) / TimeSpan.FromSeconds(seconds),
            GC.GetTotalAllocatedBytes(precise: true) - allocated);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {keepers:N0} | {known:N0} | {target} | {share:P3} | {bytes:N0} B | {Timer.ActiveCount - timers} |"));

        foreach (var (peers, keeper) in all)
        {
            await keeper.DisposeAsync();
            await peers.DisposeAsync();
        }
    }

    private sealed class Answering : IPeerConnector
    {
        public Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) =>
            Task.FromResult<IPeerConnection>(new Standing());
    }

    private sealed class Standing : IPeerConnection
    {
        private readonly TaskCompletionSource<Departure> _ended = new();

        public Task<Departure> Ended => _ended.Task;

        public ValueTask DisposeAsync()
        {
            _ended.TrySetResult(Departure.Local);
            return default;
        }
    }
}
