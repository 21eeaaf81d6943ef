namespace PeerPersistence;

/// <summary>Serves many identities in one process, such as the users of a server or of a bot: to each its own peers.</summary>
/// <remarks>
/// The first call on an identity opens it, once, also if several calls come at the same time. The factory closes it when nobody called it
/// for <see cref="PeerPersistenceFactoryOptions.IdleTimeout"/>, or when another identity needs its place, and never during a call. The
/// factory is thread-safe. Disposing of it ends watches, waits for calls that run, and closes all identities.
/// </remarks>
public interface IPeerPersistenceFactory : IAsyncDisposable
{
    /// <summary>Gives the service of one identity. It costs next to nothing: take it anew for every request, or keep it.</summary>
    /// <remarks>
    /// The service stays usable when the identity is closed: its next call opens the identity again. If that fails, the call throws, and
    /// the one after it tries again. Disposing of the service does nothing. The backoff of background rounds is forgotten when an identity
    /// is closed.
    /// </remarks>
    /// <param name="identity">1 to 256 characters, no control characters.</param>
    /// <returns>The service.</returns>
    /// <exception cref="ArgumentException"><paramref name="identity"/> is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The factory is disposed of; calls on services that were handed out throw it as
    /// well.</exception>
    IPeerPersistenceService Get(string identity);

    /// <summary>Forgets everything of an identity, its keys included, and leaves its store empty.</summary>
    /// <remarks>
    /// Calls on the identity that run meanwhile succeed, on a store without peers. A later call starts with an empty store. If this
    /// throws, call it again.
    /// </remarks>
    /// <param name="identity">As for <see cref="Get"/>. It need not exist.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>A task that ends when everything is forgotten.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or cleared.</exception>
    Task RemoveAsync(string identity, CancellationToken cancellationToken = default);
}
