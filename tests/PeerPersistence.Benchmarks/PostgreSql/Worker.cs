using System.Diagnostics;
using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>One of many processes: updates three peers, one lane each, from the word "go" on, and says how often, and how many tries that took.</summary>
internal static class Worker
{
    public const string ConnectionVariable = "PEERS_BENCHMARK_CONNECTION";

    private static readonly string[] s_peers = ["alice", "bob", "carol"];

    public static Task<int> RunAsync(string work, string name, TimeSpan time) => work switch
    {
        WorkerProcess.Bare => BareAsync(name, time, compares: false),
        WorkerProcess.Compared => BareAsync(name, time, compares: true),
        _ => ServiceAsync(name, time),
    };

    private static async Task<int> ServiceAsync(string storeName, TimeSpan time)
    {
        await using var store = new PostgreSqlKeyValueStore(Environment.GetEnvironmentVariable(ConnectionVariable)!, storeName);
        var counted = new CountedCommits(store);
        await using var peers = new PeerPersistenceService(counted);
        foreach (var peerId in s_peers)
        {
            await peers.StorePeerAsync(PeerData.Create(peerId));
            await UpdateAsync(peerId);
        }

        var before = 0;
        await MeasureAsync(UpdateAsync, time, () => before = counted.Tries, () => counted.Tries - before);
        return 0;

        Task UpdateAsync(string peerId) => peers.UpdatePeerAsync(peerId, peer => peer with { ReconnectionAttempts = peer.ReconnectionAttempts + 1 });
    }

    /// <summary>The least that the same takes: one row set by one statement, or three that are read, compared and set.</summary>
    private static async Task<int> BareAsync(string name, TimeSpan time, bool compares)
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        var bare = new BareStatements(source, name);
        var tries = 0;
        foreach (var peerId in s_peers)
            await bare.SetAsync(peerId, new byte[BareStatements.Length]);
        await MeasureAsync(compares ? CompareAsync : key => SetAsync(), time, () => tries = 0, () => tries);
        return 0;

        async Task CompareAsync(string key)
        {
            do
                Interlocked.Increment(ref tries);
            while (!await bare.RaiseAsync(key));
        }

        Task SetAsync()
        {
            Interlocked.Increment(ref tries);
            return bare.SetAsync("alice", new byte[BareStatements.Length]);
        }
    }

    private static async Task MeasureAsync(Func<string, Task> update, TimeSpan time, Action begin, Func<int> tries)
    {
        Console.WriteLine("ready");
        Console.ReadLine();
        begin();
        var counts = await Task.WhenAll(s_peers.Select(async peerId =>
        {
            var (count, began) = (0, Stopwatch.GetTimestamp());
            for (; Stopwatch.GetElapsedTime(began) < time; count++)
                await update(peerId);
            return count;
        }));
        Console.WriteLine($"{counts.Sum()} {tries()}");
    }
}
