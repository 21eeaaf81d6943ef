namespace PeerPersistence;

/// <summary>Serves many identities in one process, such as the users of a server or of a bot: to each its own peers.</summary>
/// <remarks>
/// An identity is opened by the first call on it, once however many race, and closed when nobody called it for
/// <see cref="PeerPersistenceFactoryOptions.IdleTimeout"/> or when another needs its place. None is closed during a call.
/// Thread-safe. Disposing ends watches, waits for calls that run and closes all.
/// </remarks>
public interface IPeerPersistenceFactory : IAsyncDisposable
{
    /// <summary>The service of one identity. Costs next to nothing: take it anew for every request, or keep it for good.</summary>
    /// <remarks>
    /// It may outlive its opening: a call opens the identity if it is closed, and throws what that throws; the next call tries
    /// again. There is nothing to dispose: disposing of it does nothing. Only the backoff of background rounds lives as long as an opening.
    /// </remarks>
    /// <param name="identity">1 to 256 characters, no control characters.</param>
    /// <returns>The service. There is nothing to dispose of.</returns>
    /// <exception cref="ArgumentException">No identity.</exception>
    /// <exception cref="ObjectDisposedException">The factory is disposed of; calls on services that were handed out throw it as
    /// well.</exception>
    IPeerPersistenceService Get(string identity);

    /// <summary>Forgets everything of an identity, its keys included, and leaves its store empty.</summary>
    /// <remarks>
    /// Calls on it that run meanwhile end well, and leave in the store what one without peers holds. One that comes later starts afresh.
    /// When this throws, call it again.
    /// </remarks>
    /// <param name="identity">As for <see cref="Get"/>; one that never was is no error.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or cleared.</exception>
    Task RemoveAsync(string identity, CancellationToken cancellationToken = default);
}
