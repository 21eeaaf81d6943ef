namespace PeerPersistence;

/// <summary>The optional ability of a store that acknowledges commits before they are safe: to make them safe on demand.</summary>
public interface IFlushableStore : IKeyValueStore
{
    /// <summary>Makes everything that was acknowledged before survive a power cut.</summary>
    /// <param name="cancellationToken">Gives up before it is begun.</param>
    /// <returns>A task that ends when everything is safe.</returns>
    /// <exception cref="PeerPersistenceException">What was acknowledged could not be made safe. It is still readable.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
