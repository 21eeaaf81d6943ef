using System.Globalization;
using PeerPersistence.PostgreSql.Tests.Summaries;

namespace PeerPersistence.PostgreSql.Tests.Processes;

/// <summary>What another process does: an app that counts attempts at the peers it shares with others, or raises a lane's counters and a common one,
/// or that writes summaries.</summary>
internal static class Program
{
    public static readonly string[] Peers = ["alice", "bob", "carol"];

    public static async Task<int> Main(string[] arguments)
    {
        await using var store = new PostgreSqlKeyValueStore(Environment.GetEnvironmentVariable(OtherProcess.ConnectionVariable)!, arguments[0]);
        if (arguments is [_, SummaryScript.Work, var seed])
            await SummaryScript.WorkAsync(store, int.Parse(seed, CultureInfo.InvariantCulture));
        var times = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        if (arguments is [_, _, var lane])
        {
            for (var i = 0; i < times; i++)
                await store.IncrementAsync("common", $"{lane} {i % 7}");
            return 0;
        }

        await using var peers = new PeerPersistenceService(store);
        await Task.WhenAll(Peers.Select(async peerId =>
        {
            await peers.StorePeerAsync(PeerData.Create(peerId)); // whoever comes first; the others merge
            for (var i = 0; i < times; i++)
                await peers.UpdatePeerAsync(peerId, peer => peer with { ReconnectionAttempts = peer.ReconnectionAttempts + 1 });
        }));
        return 0;
    }
}
