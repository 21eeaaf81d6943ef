namespace PeerPersistence;

/// <summary>Many peers: all of them, some of them, and whom to try first.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeerQueries
{
    /// <summary>The ids of all peers, in order of first storing, damaged records included.</summary>
    Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default);

    /// <summary>How many peers there are, damaged records included. Reads no record.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>All peers, in order of first storing, read a few dozen at a time. Records that cannot be read are skipped.</summary>
    /// <remarks>Those that were there when it began, each as it is when it is read; who went meanwhile is left out.</remarks>
    IAsyncEnumerable<PeerData> EnumeratePeersAsync(CancellationToken cancellationToken = default);

    /// <summary>Peers by filter and order. Records that cannot be read are skipped and counted in the stats.</summary>
    /// <param name="query">The filter; <c>null</c>: all that are not blacklisted, last seen first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>A query page by page; <see cref="PeerQuery.Limit"/> is the page size.</summary>
    /// <remarks>A peer that keeps its place is returned once, however many come and go between two pages.</remarks>
    /// <param name="query">The same for every page.</param>
    /// <param name="continuationToken">The last page's token; <c>null</c>: the first page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The token is none, or of another query.</exception>
    Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default);

    /// <summary>Whom to try, the likeliest first.</summary>
    Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(
        ReconnectionQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Which of the ids that gossip named are worth storing: those neither stored nor removed lately.</summary>
    /// <remarks>
    /// Removed lately is within <see cref="RetentionOptions.RememberRemoved"/>, a year unless set. A gossip round asks
    /// here before it stores; what a user adds by hand is stored without asking.
    /// </remarks>
    /// <returns>Each once, in the order given.</returns>
    Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);
}
