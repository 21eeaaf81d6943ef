using System.Text.Json.Nodes;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>What an earlier version, or the original, left in clear.</summary>
public sealed class ClearRowsTests
{
    /// <summary>Old rows stay in the table's file until a vacuum: nothing here can erase them.</summary>
    [PostgreSqlFact]
    public async Task Opening_SecretsInClear_LeavesNoneInAnyRow()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        using var keys = new FixedKeyProvider("a key of thirty-two bytes ......"u8.ToArray());
        await using (var earlier = new PeerPersistenceService(store, new(), keys))
            await earlier.StorePeerAsync(PeerData.Create("alice") with { IceServers = [new() { Urls = ["turn:turn.example.org"], Username = "user" }] });
        var record = JsonNode.Parse((await store.ReadAsync("mesh:peer:alice"))!)!;
        record["sharedSecret"] = "left-in-cl3ar";
        record["iceServers"]![0]!["credential"] = "turn-in-cl3ar";
        await store.PutAsync("mesh:peer:alice", record.ToJsonString());
        (await CountAsync(name)).Should().Be(1L);

        await using var peers = new PeerPersistenceService(store, new(), keys);
        var alice = (await peers.GetPeerAsync("alice"))!;

        (alice.SharedSecret, alice.IceServers[0].Credential).Should().Be(("left-in-cl3ar", "turn-in-cl3ar"));
        (await CountAsync(name)).Should().Be(0L);
    }

    private static async Task<object?> CountAsync(string name) => await (await SharedServer.Value).RunAsync(
        $"SELECT count(*) FROM peer_persistence WHERE store = '{name}' AND position('in-cl3ar'::bytea in value) > 0");
}
