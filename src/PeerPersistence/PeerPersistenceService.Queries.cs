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
        using var ranked = selection.Ranked(query.Limit).GetEnumerator();
        // As many as are missing, and again where some of them went since the directory was read.
        while (Next(ranked, query.Limit - candidates.Count) is { Count: > 0 } next)
            candidates.AddRange(await ReadCandidatesAsync(next, now, cancellationToken).ConfigureAwait(false));

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

    /// <summary>The peers, without those that went, or were damaged, since the directory was read.</summary>
    private async Task<IReadOnlyList<PeerData>> ReadAsync(IEnumerable<PeerSummary> chosen, CancellationToken cancellationToken)
    {
        List<PeerData> peers = [];
        string[] ids = [.. chosen.Select(peer => peer.PeerId)];
        foreach (var stored in await _records.TryReadManyAsync(ids, cancellationToken).ConfigureAwait(false))
        {
            if (stored is not null)
                peers.Add(await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false));
        }

        return peers;
    }

    private static List<RankedPeer> Next(IEnumerator<RankedPeer> ranked, int count)
    {
        List<RankedPeer> next = [];
        while (next.Count < count && ranked.MoveNext())
            next.Add(ranked.Current);
        return next;
    }

    /// <summary>The candidates, without those that went, or were damaged, since the directory was read.</summary>
    private async Task<IReadOnlyList<ReconnectionCandidate>> ReadCandidatesAsync(
        List<RankedPeer> ranked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<ReconnectionCandidate> candidates = [];
        var stored = await _records.TryReadManyAsync(ranked.ConvertAll(each => each.Peer.PeerId), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i] is { } there)
                candidates.Add(await CandidateAsync(ranked[i], there, now, cancellationToken).ConfigureAwait(false));
        }

        return candidates;
    }

    private async Task<ReconnectionCandidate> CandidateAsync(
        RankedPeer ranked, StoredPeer stored, DateTimeOffset now, CancellationToken cancellationToken)
    {
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
