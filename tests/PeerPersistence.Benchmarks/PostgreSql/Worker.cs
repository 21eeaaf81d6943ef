using System.Diagnostics;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>One of many processes: updates three peers, one lane each, from the word "go" on, and says how often.</summary>
internal static class Worker
{
    public const string ConnectionVariable = "PEERS_BENCHMARK_CONNECTION";

    private static readonly string[] s_peers = ["alice", "bob", "carol"];

    public static async Task<int> RunAsync(string storeName, TimeSpan time)
    {
        await using var store = new PostgreSqlKeyValueStore(Environment.GetEnvironmentVariable(ConnectionVariable)!, storeName);
        await using var peers = new PeerPersistenceService(store);
        foreach (var peerId in s_peers)
        {
            await peers.StorePeerAsync(PeerData.Create(peerId));
            await UpdateAsync(peers, peerId);
        }

        Console.WriteLine("ready");
        Console.ReadLine();
        var counts = await Task.WhenAll(s_peers.Select(async peerId =>
        {
            var (count, began) = (0, Stopwatch.GetTimestamp());
            for (; Stopwatch.GetElapsedTime(began) < time; count++)
                await UpdateAsync(peers, peerId);
            return count;
        }));
        Console.WriteLine(counts.Sum());
        return 0;
    }

    private static Task<bool> UpdateAsync(PeerPersistenceService peers, string peerId) =>
        peers.UpdatePeerAsync(peerId, peer => peer with { ReconnectionAttempts = peer.ReconnectionAttempts + 1 });
}
