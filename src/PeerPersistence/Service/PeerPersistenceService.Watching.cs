namespace PeerPersistence;

/// <content><see cref="IPeerWatching"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public IAsyncEnumerable<PeerChange> WatchAsync(CancellationToken cancellationToken = default) =>
        _source.ReadAsync((core, token) => core.WatchAsync(token), cancellationToken);
}
