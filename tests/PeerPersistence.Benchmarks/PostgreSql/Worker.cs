using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>One of many processes: updates three peers, one lane each, from the word "go" on, and says how often, and how many tries that took.</summary>
internal static class Worker
{
    public const string ConnectionVariable = "PEERS_BENCHMARK_CONNECTION";

    private const int Warmups = 10;

    private static string[] s_peers = ["alice", "bob", "carol"];

    /// <param name="work">One of <see cref="WorkerProcess"/>.</param>
    /// <param name="name">Of the store.</param>
    /// <param name="keys">What follows the names of its peers.</param>
    /// <param name="time">How long.</param>
    public static Task<int> RunAsync(string work, string name, string keys, TimeSpan time)
    {
        s_peers = [.. s_peers.Select(peer => peer + keys)];
        return work switch
        {
            WorkerProcess.Service => ServiceAsync(name, time),
            WorkerProcess.Store => StoreAsync(name, time),
            WorkerProcess.Gathered => GatheredAsync(name, time),
            _ => BareAsync(name, time, work),
        };
    }

    /// <summary>The store alone: a value read, and set where it is still that.</summary>
    private static async Task<int> StoreAsync(string storeName, TimeSpan time)
    {
        await using var store = new PostgreSqlKeyValueStore(Environment.GetEnvironmentVariable(ConnectionVariable)!, storeName);
        var tries = 0;
        foreach (var peerId in s_peers)
            await store.CommitAsync(new KeyValueBatch().Set(peerId, new byte[BareStatements.Length]));
        await MeasureAsync(RaiseAsync, time, () => tries = 0, () => tries);
        return 0;

        async Task RaiseAsync(string key)
        {
            bool isDone;
            do
            {
                Interlocked.Increment(ref tries);
                var before = (await store.GetAsync(key))!.Value;
                var after = before.ToArray();
                BitConverter.TryWriteBytes(after, BitConverter.ToInt64(after) + 1);
                isDone = await store.CommitAsync(new KeyValueBatch().Expect(key, before).Set(key, after));
            }
            while (!isDone);
        }
    }

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

    /// <summary>The same by bare statements, each alone or in the store's company.</summary>
    private static async Task<int> BareAsync(string name, TimeSpan time, string work)
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        var bare = new BareStatements(source, name);
        var tries = 0;
        foreach (var row in (string[])[.. s_peers, WorkerProcess.Head, .. s_peers.Select(Own)])
            await bare.SetAsync(row, new byte[BareStatements.Length]);
        await MeasureAsync(UpdateAsync, time, () => tries = 0, () => tries);
        return 0;

        async Task UpdateAsync(string key)
        {
            do
                Interlocked.Increment(ref tries);
            while (!await TryAsync(key));
        }

        async Task<bool> TryAsync(string key)
        {
            switch (work)
            {
                case WorkerProcess.Compared: return await bare.RaiseAsync(key);
                case WorkerProcess.Head: return await bare.RaiseAfterAsync(WorkerProcess.Head, key);
                case WorkerProcess.Headless: return await bare.RaiseAfterAsync(Own(key), key);
                default:
                    await bare.SetAsync(key, new byte[BareStatements.Length]);
                    return true;
            }
        }

        static string Own(string lane) => $"{lane} of {Environment.ProcessId}";
    }

    /// <summary>The most that gathering could give: a process's three updates in each transaction, behind a head, without a word of who was late.</summary>
    private static async Task<int> GatheredAsync(string name, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(ConnectionVariable)!);
        var bare = new BareStatements(source, name);
        foreach (var row in (string[])[.. s_peers, WorkerProcess.Head])
            await bare.SetAsync(row, new byte[BareStatements.Length]);
        Console.WriteLine("ready");
        Console.ReadLine();
        var (count, tries, began) = (0, 0, Stopwatch.GetTimestamp());
        for (; Stopwatch.GetElapsedTime(began) < time; tries += s_peers.Length)
            count += await bare.RaiseTogetherAsync(WorkerProcess.Head, s_peers);
        Console.WriteLine($"{count} {tries} 0");
        return 0;
    }

    private static async Task MeasureAsync(Func<string, Task> update, TimeSpan time, Action begin, Func<int> tries)
    {
        for (var i = 0; i < Warmups; i++)
            await Task.WhenAll(s_peers.Select(update));
        Console.WriteLine("ready");
        Console.ReadLine();
        begin();
        var spent = Spending.Now();
        var counts = await Task.WhenAll(s_peers.Select(async peerId =>
        {
            var (count, began) = (0, Stopwatch.GetTimestamp());
            for (; Stopwatch.GetElapsedTime(began) < time; count++)
                await update(peerId);
            return count;
        }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts.Sum()} {tries()} {(Spending.Now() - spent).Processor.TotalMicroseconds}"));
    }
}
