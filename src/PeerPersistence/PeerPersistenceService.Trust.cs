namespace PeerPersistence;

/// <content><see cref="IPeerTrust"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<bool> SetPinnedAsync(string peerId, bool pinned, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, (stored, _) => UserChoice.Pin(stored, pinned), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BlockAsync(string peerId, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, (stored, _) => UserChoice.Block(stored), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UnblockAsync(string peerId, CancellationToken cancellationToken = default) =>
        HappenedAsync(peerId, (stored, _) => UserChoice.Unblock(stored), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AcceptKeyAsync(string peerId, string publicKey, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckKey(publicKey);
        return HappenedAsync(peerId, (stored, _) => UserChoice.AcceptKey(stored, publicKey), cancellationToken);
    }
}
