namespace PeerPersistence;

/// <summary>A service that says when one of its calls has written, or ended a backoff, so that nobody has to ask again and again.</summary>
internal interface ITellsOfWrites
{
    /// <summary>Told the name of the call, once what it wrote is there. It must return at once, and not throw.</summary>
    event Action<string>? Written;

    /// <summary>
    /// As <see cref="IPeerWatching.WatchAsync(PeerAspects, CancellationToken)"/>, but it never looks by itself for what others wrote to the
    /// store.
    /// </summary>
    /// <param name="aspects">What is told.</param>
    /// <param name="cancellationToken">Ends the watch: the loop throws.</param>
    IAsyncEnumerable<PeerChange> WatchOwnAsync(PeerAspects aspects, CancellationToken cancellationToken);
}
