namespace PeerPersistence;

/// <content><see cref="IPeerWatching"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public IAsyncEnumerable<PeerChange> WatchAsync(CancellationToken cancellationToken = default) =>
        WatchAsync(PeerAspects.Default, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PeerChange> WatchAsync(PeerAspects aspects, CancellationToken cancellationToken = default)
    {
        if ((aspects & ~PeerAspects.All) != 0)
            throw new ArgumentOutOfRangeException(nameof(aspects), aspects, $"Aspects must be of PeerAspects (was {aspects}).");
        return _source.ReadAsync((core, token) => core.WatchAsync(aspects, looks: true, token), cancellationToken);
    }

    IAsyncEnumerable<PeerChange> ITellsOfWrites.WatchOwnAsync(PeerAspects aspects, CancellationToken cancellationToken) =>
        _source.ReadAsync((core, token) => core.WatchAsync(aspects, looks: false, token), cancellationToken);
}
