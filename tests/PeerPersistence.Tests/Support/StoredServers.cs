using System.Text.Json.Nodes;

namespace PeerPersistence.Tests;

/// <summary>The TURN servers as they lie in a peer's record.</summary>
internal static class StoredServers
{
    public static async Task<JsonArray> ServersAsync(this Setup setup, string peerId) =>
        (JsonArray)JsonNode.Parse((await setup.Store.TextAsync("mesh:peer:" + peerId))!)!["iceServers"]!;

    /// <summary>Changes a record as somebody else would who has the store, or an earlier version of the library.</summary>
    public static async Task ChangeServersAsync(this Setup setup, string peerId, Action<JsonArray> change)
    {
        var record = JsonNode.Parse((await setup.Store.TextAsync("mesh:peer:" + peerId))!)!;
        change((JsonArray)record["iceServers"]!);
        await setup.Store.SetTextAsync("mesh:peer:" + peerId, record.ToJsonString());
    }

    public static async Task<string?> EnvelopeOfServerAsync(this Setup setup, string peerId, int server = 0) =>
        (string?)(await setup.ServersAsync(peerId))[server]!["encryptedCredential"];

    /// <summary>Puts the credential there in clear, as versions did that did not seal it.</summary>
    public static Task LeaveInClearAsync(this Setup setup, string peerId, string credential) => setup.ChangeServersAsync(peerId, servers =>
    {
        servers[0]!.AsObject().Remove("encryptedCredential");
        servers[0]!.AsObject().Remove("credentialRevision");
        servers[0]!["credential"] = credential;
    });
}
