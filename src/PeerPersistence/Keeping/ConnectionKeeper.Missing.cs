namespace PeerPersistence;

/// <content>Who is missing, why, and what it does about their new addresses.</content>
public sealed partial class ConnectionKeeper
{
    private IReadOnlyList<PeerWait> _waits = [];
    private IReadOnlyList<MissingPeer> _missing = [];
    private IReadOnlyCollection<string> _pinned = [];
    private CancellationTokenSource? _watch;
    private long? _newcomer;

    /// <summary>The peers to have a connection to, whoever else is connected: the pinned and the lost, in order of ids.</summary>
    private async Task<IReadOnlyList<PeerSummary>> WantedAsync(CancellationToken cancellationToken)
    {
        var lost = _table.Lost;
        Dictionary<string, PeerSummary> known = new(StringComparer.Ordinal);
        // What the query asks of each peer is all there is to know: it finds nobody, and reads no record.
        var query = new PeerQuery
        {
            WithSecrets = false,
            ExcludeBlacklisted = false,
            Where = peer =>
            {
                if (peer.IsPinned || lost.Contains(peer.PeerId))
                    known[peer.PeerId] = peer;
                return false;
            },
        };
        await _peers.QueryPeersAsync(query, cancellationToken).ConfigureAwait(false);
        _table.KeepLost(lost, known.Keys);
        _pinned = known.Values.Where(peer => peer.IsPinned).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        return [.. known.Values.Where(peer => peer.PeerId != _options.LocalPeerId).OrderBy(peer => peer.PeerId, StringComparer.Ordinal)];
    }

    /// <summary>After the rounds: who is missing, and why.</summary>
    /// <returns>Whether somebody is missing.</returns>
    private async Task<bool> ReviewAsync(IReadOnlyList<PeerSummary> asked, CancellationToken cancellationToken)
    {
        var isBelow = _table.Connected < _options.Target;
        var parted = _table.Parted;
        var wanted = asked
            .Where(peer => (isBelow || peer.IsPinned) && _table.Find(peer.PeerId) is null && !parted.Contains(peer.PeerId)).ToList();
        var waits = _waits.ToDictionary(wait => wait.PeerId, wait => wait.Until, StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        var unlikely = await UnlikelyAsync(
            [.. wanted.Where(peer => !peer.IsPinned && Hindrance(peer, now, waits) is null).Select(peer => peer.PeerId)], cancellationToken)
            .ConfigureAwait(false);
        _missing = [
            .. wanted.Select(peer => Hindrance(peer, now, waits)
                    ?? new(peer.PeerId, unlikely.Contains(peer.PeerId) ? MissingReason.Unlikely : MissingReason.Waiting))
                .Concat(parted.Select(peerId => new MissingPeer(peerId, MissingReason.Disconnected)))
                .OrderBy(peer => peer.PeerId, StringComparer.Ordinal),
        ];
        Watch(isBelow || wanted.Count > 0);
        Changed();
        return isBelow || wanted.Count > 0;
    }

    /// <summary>Who of these is hardly there now.</summary>
    private async Task<IReadOnlyCollection<string>> UnlikelyAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken)
    {
        if (peerIds.Count == 0)
            return peerIds;
        var likely = new ReconnectionQuery { OnlyPeerIds = peerIds, Limit = peerIds.Count, MinProbability = ReconnectOptions.FairChance };
        var fair = await _peers.GetReconnectionCandidatesAsync(likely, cancellationToken).ConfigureAwait(false);
        return peerIds.Except(fair.Select(candidate => candidate.Peer.PeerId)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What keeps the peer from being dialled, and until when; <c>null</c>: nothing of the kind.</summary>
    private MissingPeer? Hindrance(PeerSummary peer, DateTimeOffset now, Dictionary<string, DateTimeOffset> waits)
    {
        if (peer.BlacklistUntil is { } blocked && blocked > now)
            return new(peer.PeerId, MissingReason.Blocked, blocked == DateTimeOffset.MaxValue ? null : blocked);
        if (_table.RestOf(peer.PeerId) is var rest && rest > TimeSpan.Zero)
            return new(peer.PeerId, MissingReason.Waiting, WholeSecond(now + rest));
        return waits.TryGetValue(peer.PeerId, out var until) && until > now ? new(peer.PeerId, MissingReason.Waiting, until) : null;
    }

    /// <summary>Two clocks give the same instant a little differently each time.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset instant) =>
        new((instant.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>While somebody is missing it follows the peers' addresses: it costs a copy of the records.</summary>
    private void Watch(bool isMissing)
    {
        if (isMissing == _watch is not null)
            return;
        if (isMissing)
        {
            _ = FollowAddressesAsync(_watch = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
            return;
        }

        Interlocked.Exchange(ref _watch, null)?.CancelQuietly();
    }

    private async Task FollowAddressesAsync(CancellationTokenSource watch)
    {
        var cancellationToken = watch.Token;
        try
        {
            await foreach (var change in _peers.WatchAsync(PeerAspects.Addresses, cancellationToken).ConfigureAwait(false))
            {
                if (change.Kind == PeerChangeKind.Added && _table.Connected < _options.Target)
                    WakeForNewcomer();
                if (change.Kind == PeerChangeKind.Updated && !_isPaused
                    && _table.Renew(change.PeerId, _pinned.Contains(change.PeerId), out var dial))
                {
                    dial?.Cancel();
                    _ = DialAnewAsync(change.PeerId);
                }
            }
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
                _logger.KeeperRoundFailed(e.GetType().Name);
        }
        finally
        {
            // One that a failing store has ended is begun anew with the next round.
            Interlocked.CompareExchange(ref _watch, null, watch);
            watch.Dispose();
        }
    }

    /// <summary>Once in a while at most: strangers can name peers without end.</summary>
    private void WakeForNewcomer()
    {
        var now = _time.GetTimestamp();
        if (_newcomer is { } last && _time.GetElapsedTime(last, now) < _options.Interval)
            return;
        _newcomer = now;
        Wake();
    }

    private async Task DialAnewAsync(string peerId)
    {
        try
        {
            await RoundAsideAsync(peerId, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (!_stop.IsCancellationRequested)
                _logger.KeeperRoundFailed(e.GetType().Name);
        }
    }

    private ReconnectOptions RoundTo(string peerId) => new()
    {
        AttemptTimeout = _options.AttemptTimeout,
        Query = new() { OnlyPeerIds = [peerId], ExcludePeerIds = [_options.LocalPeerId] },
    };
}
