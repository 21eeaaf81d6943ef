namespace PeerPersistence;

/// <summary>Many peers: all of them, some of them, and the ones to try first.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerQueries
{
    /// <summary>Returns the ids of all peers.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ids in order of first storing, damaged records included.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or read.</exception>
    Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the peers. Reads no record.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many peers there are, damaged records included.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or read.</exception>
    Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads all peers, a few dozen at a time. Records that cannot be read are skipped.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The peers that were there when it began, in order of first storing, each as it is when it is read. A peer that was removed
    /// meanwhile is left out.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or read.</exception>
    IAsyncEnumerable<PeerData> EnumeratePeersAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads peers by filter and order. Records that cannot be read are skipped and counted in the stats.</summary>
    /// <example>
    /// <!-- snippet: query-router -->
    /// <code>
    /// var router = await peers.QueryPeersAsync(new() { SortBy = PeerSortBy.Quality, MinQuality = 70, Limit = 1 });
    /// </code>
    /// </example>
    /// <param name="query">The filter and the order; <c>null</c>: all that are not blacklisted, last seen first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The peers, in the order that the query asks for.</returns>
    /// <exception cref="ArgumentException">A value of the query is out of range.</exception>
    Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a query page by page; <see cref="PeerQuery.Limit"/> is the size of a page.</summary>
    /// <remarks>A peer that keeps its place is returned once, however many come and go between two pages.</remarks>
    /// <param name="query">The filter and the order. It must be the same for every page.</param>
    /// <param name="continuationToken">The token of the last page; <c>null</c>: the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A page, with the token of the next one.</returns>
    /// <exception cref="ArgumentException">The token is not valid, or belongs to another query.</exception>
    Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default);

    /// <summary>Returns the peers to try now, the likeliest first.</summary>
    /// <example>
    /// <!-- snippet: query-candidates -->
    /// <code>
    /// var candidates = await peers.GetReconnectionCandidatesAsync(new() { Limit = 5, ExcludePeerIds = ["me"] });
    /// foreach (var candidate in candidates)
    ///     Console.WriteLine($"{candidate.Peer.DisplayName}: {candidate.Score:F0} % ({candidate.Traits})");
    /// </code>
    /// </example>
    /// <param name="query">Which peers come into question; <c>null</c>: the defaults of <see cref="ReconnectionQuery"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The candidates, and how many peers were passed over for which reason.</returns>
    /// <exception cref="ArgumentException">A value of the query is out of range.</exception>
    Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(
        ReconnectionQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Returns those ids of a gossip round that are worth storing: those neither stored nor removed lately.</summary>
    /// <remarks>
    /// "Removed lately" means within <see cref="RetentionOptions.RememberRemoved"/>, a year unless set. Ask here before you store what
    /// gossip named. A peer that the user adds by hand can be stored without asking.
    /// </remarks>
    /// <param name="peerIds">The ids that gossip named.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new ids, each once, in the order given.</returns>
    /// <exception cref="ArgumentException">One of <paramref name="peerIds"/> is not an identifier.</exception>
    Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default);
}
