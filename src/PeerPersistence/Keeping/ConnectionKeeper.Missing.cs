namespace PeerPersistence;

/// <content>Who is missing, why, and what it does about their new addresses.</content>
public sealed partial class ConnectionKeeper
{
    private IReadOnlyList<PeerWait> _waits = [];
    private volatile IReadOnlyDictionary<string, MissingPeer> _missing = new Dictionary<string, MissingPeer>(StringComparer.Ordinal);
    private volatile IReadOnlyCollection<string> _pinned = [];
    private CancellationTokenSource? _watch;
    private long _nextLook = long.MinValue;
    private string _storeState = "";
    private DateTimeOffset _nextUnblock = DateTimeOffset.MaxValue;
    private volatile bool _hasNews = true;

    /// <summary>The peers to have a connection to, whoever else is connected: the pinned and the lost, in order of ids.</summary>
    private async Task<IReadOnlyList<PeerSummary>> WantedAsync(CancellationToken cancellationToken)
    {
        var (lost, remembered) = (_table.Lost, _table.Remembered.ToHashSet(StringComparer.Ordinal));
        Dictionary<string, PeerSummary> wanted = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        var (now, unblock) = (_time.GetUtcNow(), DateTimeOffset.MaxValue);
        // What the query asks of each peer is all there is to know: it finds nobody, and reads no record.
        var query = new PeerQuery
        {
            WithSecrets = false,
            ExcludeBlacklisted = false,
            Where = peer =>
            {
                if (peer.IsPinned || lost.Contains(peer.PeerId))
                    wanted[peer.PeerId] = peer;
                if (remembered.Contains(peer.PeerId))
                    known.Add(peer.PeerId);
                if (peer.BlacklistUntil is { } until && until > now && until < unblock)
                    unblock = until;
                return false;
            },
        };
        await _peers.QueryPeersAsync(query, cancellationToken).ConfigureAwait(false);
        _nextUnblock = unblock;
        _table.Keep(remembered, known);
        _pinned = wanted.Values.Where(peer => peer.IsPinned).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        return [.. wanted.Values.Where(peer => peer.PeerId != _options.LocalPeerId).OrderBy(peer => peer.PeerId, StringComparer.Ordinal)];
    }

    /// <summary>After the rounds: who is missing, and why.</summary>
    /// <returns>After what time somebody may be dialled, or may have been written by somebody else.</returns>
    private async Task<TimeSpan> ReviewAsync(IReadOnlyList<PeerSummary> asked, CancellationToken cancellationToken)
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
        _missing = wanted.ToDictionary(
            peer => peer.PeerId,
            peer => Hindrance(peer, now, waits)
                ?? new(peer.PeerId, unlikely.Contains(peer.PeerId) ? MissingReason.Unlikely : MissingReason.Waiting),
            StringComparer.Ordinal);
        _isMissing = isBelow || wanted.Count > 0;
        if (!_isPaused && !_isOffline)
            Watch(_isMissing);
        Changed();
        return _isMissing ? NextRound(isBelow, now) : KeeperPlan.LongestWait;
    }

    private TimeSpan NextRound(bool isBelow, DateTimeOffset now)
    {
        if (_wasOutage || _wasNotNow)
            return _options.Interval;
        var timestamp = _time.GetTimestamp();
        var waits = isBelow ? _waits.Select(wait => wait.Until).Where(until => until > now) : [];
        var ends = waits.Concat(_missing.Values.Select(peer => peer.Until).OfType<DateTimeOffset>()).Select(until => until - now).ToList();
        if (isBelow)
        {
            ends.AddRange(_table.Rests());
            ends.Add(_nextUnblock - now);
            ends.Add(KeeperPlan.LongestChoosy - _time.GetElapsedTime(_tookAnybody, timestamp));
        }

        if (_aloneSince is not null && _table.Connected == 0)
            ends.Add(_time.GetElapsedTime(timestamp, _nextProbe));
        return KeeperPlan.NextRound(ends, _options.Interval);
    }

    /// <summary>
    /// Who is missing as of now: what happened since the last review is told as well. Whose place somebody else has taken is not missing.
    /// </summary>
    private IEnumerable<MissingPeer> MissingNow(IReadOnlyList<PeerLinkState> links)
    {
        var isBelow = links.Count(link => link.IsConnected) < _options.Target;
        var (missing, pinned, lost, parted) = (_missing, _pinned, _table.Lost, _table.Parted);
        return missing.Keys.Union(lost, StringComparer.Ordinal).Where(peerId => isBelow || pinned.Contains(peerId)).Except(parted)
            .Select(peerId => missing.GetValueOrDefault(peerId) ?? new(peerId, MissingReason.Waiting))
            .Concat(parted.Select(peerId => new MissingPeer(peerId, MissingReason.Disconnected)))
            .ExceptBy(links.Select(link => link.PeerId), peer => peer.PeerId)
            .OrderBy(peer => peer.PeerId, StringComparer.Ordinal);
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

    /// <summary>Nobody is missing, and nobody wrote since the last time: a look would find nobody.</summary>
    private async Task<bool> IsSeenAsync(CancellationToken cancellationToken)
    {
        if (_hasNews || _isUrgent || _isMissing || _peers is not ITellsOfWrites peers)
            return false;
        var state = await peers.StoreStateAsync(_storeState, cancellationToken).ConfigureAwait(false);
        var isSeen = state == _storeState;
        _storeState = state ?? "";
        return isSeen;
    }

    private void Listen(bool listens)
    {
        if (_peers is not ITellsOfWrites peers)
            return;
        if (listens)
        {
            peers.Written += Written;
            peers.WrittenElsewhere += LookSoon;
        }
        else
        {
            peers.Written -= Written;
            peers.WrittenElsewhere -= LookSoon;
        }
    }

    /// <summary>The app wrote, through any service of this identity: perhaps somebody is to be dialled now.</summary>
    private void Written(string call)
    {
        // What it records itself, of tries and connections, is no news; who was seen is, where somebody is missing.
        var isNews = call switch
        {
            nameof(IPeerEvents.RecordConnectedAsync) or nameof(IPeerEvents.RecordDisconnectedAsync)
                or nameof(IPeerEvents.RecordFailedAttemptAsync) or nameof(IPeerEvents.UpdateConnectionQualityAsync)
                or nameof(IPeerEvents.ReplaceConnectionQualityAsync) => false,
            nameof(IPeerReconnection.NotifyNetworkChanged) => !_endsBackoff,
            nameof(IPeerEvents.UpdateLastSeenAsync) or nameof(IPeerEvents.ObserveMeshAsync) => _isMissing,
            _ => true,
        };
        if (isNews)
            LookSoon();
    }

    /// <summary>At once, and then once in a while at most: strangers can name peers without end.</summary>
    private void LookSoon()
    {
        var now = _time.GetTimestamp();
        _hasNews = true;
        if (now < Volatile.Read(ref _nextLook))
        {
            WakeAt(Volatile.Read(ref _nextLook));
            return;
        }

        Volatile.Write(ref _nextLook, now + TicksOf(_options.Interval));
        Wake();
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
            const PeerAspects News = PeerAspects.Addresses | PeerAspects.Pin | PeerAspects.Block;
            // What other processes write is found by a look, or dialled when its turn comes: no wait is worth a scan every few seconds.
            var changes = (_peers as ITellsOfWrites)?.WatchOwnAsync(News, cancellationToken) ?? _peers.WatchAsync(News, cancellationToken);
            await foreach (var change in changes.ConfigureAwait(false))
            {
                if (change.Kind == PeerChangeKind.Added || (change.Changed & (PeerAspects.Pin | PeerAspects.Block)) != 0)
                    LookSoon();
                if (change.Kind == PeerChangeKind.Updated && (change.Changed & PeerAspects.Addresses) != 0 && !_isPaused
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
