using PeerPersistence;

/// <summary>What a first program does: remember a few peers, come back, ask whom to try.</summary>
internal static class Visit
{
    public static async Task RunAsync(IKeyValueStore store, string folder)
    {
        await using var peers = new PeerPersistenceService(store, new() { MaxPeers = 50 }, new KeyFileProvider(Path.Combine(folder, "master.key")));
        if (await peers.GetPeerAsync("alice") is null)
        {
            await peers.StorePeersAsync([New("alice"), New("bob")]);
            await peers.RecordConnectedAsync("alice", new() { Latency = TimeSpan.FromMilliseconds(40), ConnectionType = ConnectionType.Host });
        }

        var candidates = await peers.GetReconnectionCandidatesAsync(new() { Limit = 1 });
        Console.WriteLine($"first candidate: {candidates[0].Peer.PeerId}");

        var result = await peers.ReconnectAsync((peer, _) => Task.FromResult(peer.SharedSecret == $"secret of {peer.PeerId}"), new() { TargetConnections = 2 });
        var export = PeerExport.Parse((await peers.ExportDataAsync(new() { Passphrase = "for this backup" })).ToJson());
        var import = await peers.ImportDataAsync(export, new() { Passphrase = "for this backup" });
        Console.WriteLine($"connected: {result.Connected.Count}, exported: {export.Peers.Count}, not imported: {import.Failures.Count}");
    }

    private static PeerData New(string id) => PeerData.Create(id) with { DisplayName = id.ToUpperInvariant(), SharedSecret = $"secret of {id}" };
}
