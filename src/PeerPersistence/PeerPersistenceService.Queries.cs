namespace PeerPersistence;

/// <content><see cref="IPeerQueries"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(async core => (await core.DirectoryAsync(cancellationToken).ConfigureAwait(false)).Ids(), cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(async core => (await core.DirectoryAsync(cancellationToken).ConfigureAwait(false)).Count, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<PeerData> EnumeratePeersAsync(CancellationToken cancellationToken = default) =>
        _source.ReadAsync((core, token) => core.EnumerateAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        PeerOrder.Check(query);
        return ReadAsync(core => core.QueryAsync(query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        PeerOrder.Check(query);
        var after = continuationToken is null ? (PageCursor?)null : PageCursor.Parse(continuationToken, query);
        return ReadAsync(core => core.ReadPageAsync(query, after, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(
        ReconnectionQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        CandidateSelection.Check(query);
        return ReadAsync(core => core.ReadCandidatesAsync(query, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IEnumerable<string> peerIds, CancellationToken cancellationToken = default)
    {
        var asked = PeerValidator.CheckIds(peerIds);
        return ReadAsync(core => core.FindNewAsync(asked, cancellationToken), cancellationToken);
    }
}
