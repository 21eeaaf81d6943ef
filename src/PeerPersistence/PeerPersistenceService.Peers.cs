namespace PeerPersistence;

/// <content><see cref="IPeers"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckForm(peer);
        return WriteAsync(core => core.StoreAsync(peer, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default)
    {
        var all = Checked(peers, PeerValidator.CheckForm);
        return WriteAsync(core => core.StoreAllAsync(all, nameof(peers), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return ReadAsync(core => core.GetAsync(peerId, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerData>> GetPeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default)
    {
        var asked = PeerValidator.CheckIds(peerIds);
        return ReadAsync(
            async core =>
            {
                await core.ReadyAsync(cancellationToken).ConfigureAwait(false);
                return await core.ReadAsync(asked, withSecrets: true, cancellationToken).ConfigureAwait(false);
            }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ContainsAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return ReadAsync(
            async core => (await core.DirectoryAsync(cancellationToken).ConfigureAwait(false)).Contains(peerId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        ArgumentNullException.ThrowIfNull(update);
        return WriteAsync(core => core.UpdateAsync(peerId, update, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(async core => await core.ForgetAsync([peerId], cancellationToken).ConfigureAwait(false) > 0, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RemovePeersAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default)
    {
        var asked = PeerValidator.CheckIds(peerIds);
        return WriteAsync(core => core.ForgetAsync(asked, cancellationToken), cancellationToken);
    }

    private static List<PeerData> Checked(IEnumerable<PeerData> peers, Action<PeerData, string> check)
    {
        ArgumentNullException.ThrowIfNull(peers);
        var all = peers.ToList();
        foreach (var peer in all)
            check(peer, nameof(peers));
        return all;
    }
}
