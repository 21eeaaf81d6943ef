using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>Many peers: answered from the directory; only the records that are returned are read.</content>
internal sealed partial class ServiceCore
{
    /// <summary>How many records an enumeration holds.</summary>
    private const int ReadAtOnce = 64;

    public async Task<IReadOnlyList<PeerData>> QueryAsync(PeerQuery query, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var chosen = Choose(directory, query, query.Limit, after: null);
        return await ReadAsync(chosen.Select(peer => peer.PeerId), query.WithSecrets, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PeerPage> ReadPageAsync(PeerQuery query, PageCursor? after, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var size = query.Limit ?? int.MaxValue;
        var chosen = Choose(directory, query, size == int.MaxValue ? null : size + 1, after);
        var page = chosen.Take(size).ToList();
        return new()
        {
            Peers = await ReadAsync(page.Select(peer => peer.PeerId), query.WithSecrets, cancellationToken).ConfigureAwait(false),
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
        var calibration = _ranker is PresenceRanker ? PresenceCalibration.Of(directory.Foretold) : PresenceCalibration.None;

        List<ReconnectionCandidate> candidates = [];
        using var ranked = selection.Ranked().GetEnumerator();
        // As many as are missing, and again where some of them went since the directory was read.
        while (Next(ranked, query.Limit - candidates.Count) is { Count: > 0 } next)
            candidates.AddRange(await ReadCandidatesAsync(next, calibration, now, cancellationToken).ConfigureAwait(false));

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

    public async IAsyncEnumerable<PeerData> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var peerIds = (await DirectoryAsync(cancellationToken).ConfigureAwait(false)).Ids();
        for (var first = 0; first < peerIds.Count; first += ReadAtOnce)
        {
            var some = peerIds.Skip(first).Take(ReadAtOnce);
            foreach (var peer in await ReadAsync(some, withSecrets: true, cancellationToken).ConfigureAwait(false))
                yield return peer;
        }
    }

    /// <summary>The peers in this order, without those that went, or were damaged, since the directory was read.</summary>
    public async Task<IReadOnlyList<PeerData>> ReadAsync(IEnumerable<string> peerIds, bool withSecrets, CancellationToken cancellationToken)
    {
        List<PeerData> peers = [];
        foreach (var stored in await _records.TryReadManyAsync([.. peerIds], cancellationToken, RecordUse.Show).ConfigureAwait(false))
        {
            if (stored is not null)
                peers.Add(withSecrets ? await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false)
                    : PeerSecrets.LeaveSealed(stored));
        }

        return peers;
    }

    private IReadOnlyList<PeerSummary> Choose(PeerDirectory directory, PeerQuery query, int? limit, PageCursor? after)
    {
        var now = _time.GetNow();
        if (limit is not { } count)
            return [.. PeerOrder.Select(directory.Summaries, query, now, after)];
        // The application's own filter may take its time: it is asked outside the directory's lock, about more until enough have passed.
        for (var asked = (long)count; ; asked = 8 * Math.Max(ReadAtOnce, asked))
        {
            var first = directory.First((int)Math.Min(asked, int.MaxValue), query, now, after);
            var chosen = query.Where is { } where ? [.. first.Where(where).Take(count)] : first;
            if (chosen.Count == count || first.Count < asked)
                return chosen;
        }
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
        List<RankedPeer> ranked, PresenceCalibration calibration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<ReconnectionCandidate> candidates = [];
        var stored = await _records.TryReadManyAsync(ranked.ConvertAll(each => each.Peer.PeerId), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i] is not { } there)
                continue;
            var peer = await _secrets.OpenAsync(there, cancellationToken).ConfigureAwait(false);
            candidates.Add(Candidate(ranked[i], peer, AddressOrder.Of(there, now), calibration, now));
        }

        return candidates;
    }

    private ReconnectionCandidate Candidate(
        RankedPeer ranked, PeerData peer, IReadOnlyList<PeerAddress> addresses, PresenceCalibration calibration, DateTimeOffset now)
    {
        var factors = CandidateExplanation.FactorsOf(ranked.Peer, _ranker, now);
        return new()
        {
            Peer = peer with { CachedCandidates = [.. addresses.Select(address => address.Candidate)] },
            Score = 100 * calibration.Said(ranked.Probability),
            Reason = PeerScore.Reason(peer, now),
            Factors = factors,
            Traits = CandidateExplanation.TraitsOf(ranked.Peer, factors, now),
            Addresses = addresses,
        };
    }
}
