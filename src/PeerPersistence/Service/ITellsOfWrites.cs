namespace PeerPersistence;

/// <summary>A service that says when one of its calls has written, or ended a backoff, so that nobody has to ask again and again.</summary>
internal interface ITellsOfWrites
{
    /// <summary>Told the name of the call, once what it wrote is there. It must return at once, and not throw.</summary>
    event Action<string>? Written;

    /// <summary>Raised where the store says by itself that somebody else wrote to it. Told as <see cref="Written"/> is.</summary>
    event Action? WrittenElsewhere;

    /// <summary>Names the state of the store, so that who has seen it need not look again.</summary>
    /// <param name="known">The answer of the last time; empty at first.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The same again: nobody wrote since, or the store is closed. <c>null</c>: the store cannot tell.</returns>
    Task<string?> StoreStateAsync(string known, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="IPeerWatching.WatchAsync(PeerAspects, CancellationToken)"/>, but it never looks by itself for what others wrote to the
    /// store.
    /// </summary>
    /// <param name="aspects">What is told.</param>
    /// <param name="cancellationToken">Ends the watch: the loop throws.</param>
    IAsyncEnumerable<PeerChange> WatchOwnAsync(PeerAspects aspects, CancellationToken cancellationToken);
}
