namespace PeerPersistence;

/// <content>Many peers: answered from the directory; only the records that are returned are read.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default) =>
        (await DirectoryAsync(cancellationToken).ConfigureAwait(false)).Ids();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        PeerOrder.Check(query);
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var chosen = PeerOrder.Select(directory.Summaries, query, _time.GetUtcNow());
        return await ReadAsync(query.Limit is { } limit ? chosen.Take(limit) : chosen, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        PeerOrder.Check(query);
        var after = continuationToken is null ? (PageCursor?)null : PageCursor.Parse(continuationToken, query);
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var size = query.Limit ?? int.MaxValue;
        var chosen = PeerOrder.Select(directory.Summaries, query, _time.GetUtcNow(), after).Take(size == int.MaxValue ? size : size + 1).ToList();
        var page = chosen.Take(size).ToList();
        return new()
        {
            Peers = await ReadAsync(page, cancellationToken).ConfigureAwait(false),
            ContinuationToken = page.Count > 0 && chosen.Count > page.Count
                ? new PageCursor(PeerOrder.KeyOf(page[^1], query.SortBy), page[^1].PeerId).ToToken(query)
                : null,
        };
    }

    /// <inheritdoc/>
    public async Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(ReconnectionQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        CandidateSelection.Check(query);
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var now = _time.GetUtcNow();
        var selection = CandidateSelection.Of(directory.Summaries, query, _ranker, now);

        List<ReconnectionCandidate> candidates = [];
        foreach (var (summary, probability) in selection.Ranked)
        {
            if (candidates.Count == query.Limit)
                break;
            if (await ReadAsync(summary.PeerId, cancellationToken).ConfigureAwait(false) is { } peer)
                candidates.Add(new() { Peer = peer, Score = 100 * probability, Reason = PeerScore.Reason(peer, now) });
        }

        return new(candidates, selection.PassedOver with
        {
            BeyondLimit = selection.Ranked.Count - candidates.Count,
            Damaged = directory.DamagedCount,
        });
    }

    private async Task<PeerDirectory> DirectoryAsync(CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<PeerData>> ReadAsync(IEnumerable<PeerSummary> chosen, CancellationToken cancellationToken)
    {
        List<PeerData> peers = [];
        foreach (var summary in chosen)
        {
            if (await ReadAsync(summary.PeerId, cancellationToken).ConfigureAwait(false) is { } peer)
                peers.Add(peer);
        }

        return peers;
    }

    /// <summary>The peer, or <c>null</c> where it went, or was damaged, since the directory was read.</summary>
    private async Task<PeerData?> ReadAsync(string peerId, CancellationToken cancellationToken) =>
        await _records.TryReadAsync(peerId, cancellationToken).ConfigureAwait(false) is { } stored
            ? await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false)
            : null;
}
