namespace PeerPersistence;

/// <content>Many peers: answered from the directory; only the records that are returned are read.</content>
internal sealed partial class ServiceCore
{
    public async Task<IReadOnlyList<PeerData>> QueryAsync(PeerQuery query, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var chosen = PeerOrder.Select(directory.Summaries, query, _time.GetNow());
        return await ReadAsync(query.Limit is { } limit ? chosen.Take(limit) : chosen, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PeerPage> ReadPageAsync(PeerQuery query, PageCursor? after, CancellationToken cancellationToken)
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

    public async Task<ReconnectionCandidates> ReadCandidatesAsync(ReconnectionQuery query, CancellationToken cancellationToken)
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

    public async Task<IReadOnlyList<string>> FindNewAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var removed = await _removed.ReadAsync(cancellationToken).ConfigureAwait(false);
        return [.. peerIds.Distinct(StringComparer.Ordinal).Where(peerId => !directory.Contains(peerId) && !removed.Contains(peerId))];
    }

    public async Task<PeerDirectory> DirectoryAsync(CancellationToken cancellationToken)
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
