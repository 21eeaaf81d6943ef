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
    private async Task<IReadOnlyList<PeerData>> WantedAsync(CancellationToken cancellationToken)
    {
        var lost = _table.Lost;
        var known = await _peers.QueryPeersAsync(
            new() { WithSecrets = false, ExcludeBlacklisted = false, Where = peer => peer.IsPinned || lost.Contains(peer.PeerId) },
            cancellationToken).ConfigureAwait(false);
        _table.KeepLost(lost, known.Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal));
        _pinned = known.Where(peer => peer.IsPinned).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        return [.. known.Where(peer => peer.PeerId != _options.LocalPeerId).OrderBy(peer => peer.PeerId, StringComparer.Ordinal)];
    }

    /// <summary>After the rounds: who is missing, and why.</summary>
    /// <returns>Whether somebody is missing.</returns>
    private async Task<bool> ReviewAsync(CancellationToken cancellationToken)
    {
        var isBelow = _table.Connected < _options.Target;
        var parted = _table.Parted;
        var wanted = (await WantedAsync(cancellationToken).ConfigureAwait(false))
            .Where(peer => (isBelow || peer.IsPinned) && _table.Find(peer.PeerId) is null && !parted.Contains(peer.PeerId)).ToList();
        var ids = wanted.ConvertAll(peer => peer.PeerId);
        var likely = new ReconnectionQuery { OnlyPeerIds = ids, Limit = ids.Count, MinProbability = ReconnectOptions.FairChance };
        var fair = (await _peers.GetReconnectionCandidatesAsync(likely, cancellationToken).ConfigureAwait(false))
            .Select(candidate => candidate.Peer.PeerId).ToHashSet(StringComparer.Ordinal);
        var waits = _waits.ToDictionary(wait => wait.PeerId, wait => wait.Until, StringComparer.Ordinal);
        var now = _time.GetUtcNow();
        _missing = [
            .. wanted.Select(peer => Missing(peer, now, waits, fair))
                .Concat(parted.Select(peerId => new MissingPeer(peerId, MissingReason.Disconnected)))
                .OrderBy(peer => peer.PeerId, StringComparer.Ordinal),
        ];
        Watch(isBelow || ids.Count > 0);
        Changed();
        return isBelow || ids.Count > 0;
    }

    private MissingPeer Missing(
        PeerData peer, DateTimeOffset now, Dictionary<string, DateTimeOffset> waits, HashSet<string> fair)
    {
        if (peer.BlacklistUntil is { } blocked && blocked > now)
            return new(peer.PeerId, MissingReason.Blocked, blocked == DateTimeOffset.MaxValue ? null : blocked);
        if (_table.RestOf(peer.PeerId) is var rest && rest > TimeSpan.Zero)
            return new(peer.PeerId, MissingReason.Waiting, now + rest);
        if (waits.TryGetValue(peer.PeerId, out var until) && until > now)
            return new(peer.PeerId, MissingReason.Waiting, until);
        return new(peer.PeerId, peer.IsPinned || fair.Contains(peer.PeerId) ? MissingReason.Waiting : MissingReason.Unlikely);
    }

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
            await RoundAsync(RoundTo(peerId), _stop.Token).ConfigureAwait(false);
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
