namespace PeerPersistence;

/// <summary>The optional ability of a store that acknowledges commits before they are safe: to make them safe on demand.</summary>
public interface IFlushableStore : IKeyValueStore
{
    /// <summary>Returns once everything that was acknowledged before survives a power cut.</summary>
    /// <param name="cancellationToken">Gives up before it is begun.</param>
    /// <exception cref="PeerPersistenceException">It could not be made safe; what was acknowledged is still readable.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
