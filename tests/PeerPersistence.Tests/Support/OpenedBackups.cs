namespace PeerPersistence.Tests;

/// <summary>Backups, opened as an import opens them.</summary>
internal static class OpenedBackups
{
    /// <summary>The peers with their secrets in clear.</summary>
    public static async Task<IReadOnlyList<PeerData>> OpenAsync(PeerExport export, PassphraseProvider passphrase)
    {
        using var backup = await OpenBackup.UnlockAsync(export, passphrase, CancellationToken.None);
        List<PeerData> peers = [];
        foreach (var peer in export.Peers)
            peers.Add((await backup.OpenAsync(peer, export.ExtrasOf(peer.PeerId), CancellationToken.None)).Peer);
        return peers;
    }
}
