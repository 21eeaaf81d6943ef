namespace PeerPersistence;

/// <content>Many peers: answered from the directory; only the records that are returned are read.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(async () => (await DirectoryAsync(cancellationToken).ConfigureAwait(false)).Ids());

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        PeerOrder.Check(query);
        return ReadAsync(async () =>
        {
            var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
            var chosen = PeerOrder.Select(directory.Summaries, query, _time.GetNow());
            return await ReadAsync(query.Limit is { } limit ? chosen.Take(limit) : chosen, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default)
    {
        PeerOrder.Check(query);
        var after = continuationToken is null ? (PageCursor?)null : PageCursor.Parse(continuationToken, query);
        return ReadAsync(() => ReadPageAsync(query, after, cancellationToken));
    }

    private async Task<PeerPage> ReadPageAsync(PeerQuery query, PageCursor? after, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var size = query.Limit ?? int.MaxValue;
        var chosen = PeerOrder.Select(directory.Summaries, query, _time.GetNow(), after).Take(size == int.MaxValue ? size : size + 1).ToList();
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
    public Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(ReconnectionQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        CandidateSelection.Check(query);
        return ReadAsync(() => ReadCandidatesAsync(query, cancellationToken));
    }

    private async Task<ReconnectionCandidates> ReadCandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var now = _time.GetNow();
        var selection = CandidateSelection.Of(directory.Summaries, query, _ranker, now);

        List<ReconnectionCandidate> candidates = [];
        foreach (var ranked in selection.Ranked(query.Limit))
        {
            if (candidates.Count == query.Limit)
                break;
            if (await ReadCandidateAsync(ranked, now, cancellationToken).ConfigureAwait(false) is { } candidate)
                candidates.Add(candidate);
        }

        return new(candidates, selection.PassedOver with
        {
            BeyondLimit = selection.Count - candidates.Count,
            Damaged = directory.DamagedCount,
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peerIds);
        foreach (var peerId in peerIds)
            PeerValidator.CheckId(peerId, nameof(peerIds));
        return ReadAsync<IReadOnlyList<string>>(async () =>
        {
            var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
            var removed = await _removed.ReadAsync(cancellationToken).ConfigureAwait(false);
            return [.. peerIds.Distinct(StringComparer.Ordinal).Where(peerId => !directory.Contains(peerId) && !removed.Contains(peerId))];
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

    /// <summary>The candidate, or <c>null</c> where it went, or was damaged, since the directory was read.</summary>
    private async Task<ReconnectionCandidate?> ReadCandidateAsync(RankedPeer ranked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await _records.TryReadAsync(ranked.Peer.PeerId, cancellationToken).ConfigureAwait(false) is not { } stored)
            return null;
        var peer = await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false);
        var addresses = AddressOrder.Of(stored, now);
        var factors = CandidateExplanation.FactorsOf(ranked.Peer, _ranker, now);
        return new()
        {
            Peer = peer with { CachedCandidates = [.. addresses.Select(address => address.Candidate)] },
            Score = 100 * ranked.Probability,
            Reason = PeerScore.Reason(peer, now),
            Factors = factors,
            Traits = CandidateExplanation.TraitsOf(ranked.Peer, factors, now),
            Addresses = addresses,
        };
    }
}
