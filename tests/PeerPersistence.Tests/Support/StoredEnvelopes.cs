using System.Text.Json.Nodes;

namespace PeerPersistence.Tests;

/// <summary>The sealed secret as it lies in a peer's record.</summary>
internal static class StoredEnvelopes
{
    public static async Task<string> EnvelopeTextAsync(this Setup setup, string peerId) =>
        (string)JsonNode.Parse((await setup.Store.TextAsync("mesh:peer:" + peerId))!)!["encryptedSecret"]!;

    public static async Task PutEnvelopeAsync(this Setup setup, string peerId, string envelope)
    {
        var record = JsonNode.Parse((await setup.Store.TextAsync("mesh:peer:" + peerId))!)!;
        record["encryptedSecret"] = envelope;
        await setup.Store.SetTextAsync("mesh:peer:" + peerId, record.ToJsonString());
    }
}
