namespace PeerPersistence;

/// <content>When it dials.</content>
public sealed partial class ConnectionKeeper
{
    private readonly object _roundGate = new();
    private CancellationTokenSource? _rounds;
    private CancellationTokenSource _asides = new();
    private long _due = long.MaxValue;
    private volatile bool _isPaused;
    private volatile bool _isOffline;
    private volatile bool _isUrgent = true;
    private volatile bool _wasOutage;
    private long _urgentAt;
    private long _tookAnybody;

    /// <summary>Dials nobody from now on, as a mobile app in the background; tries under way are given up. Connections stay.</summary>
    public void Pause()
    {
        _isPaused = true;
        GiveUpTries();
        Changed();
    }

    /// <summary>Goes on after a pause: missing peers are dialled at once.</summary>
    public void Resume()
    {
        _isPaused = false;
        Refresh();
        Changed();
    }

    void KeeperPulse.IBeating.Beat(long timestamp, bool hasSlept)
    {
        if (hasSlept)
            Refresh();
        else if (timestamp >= Volatile.Read(ref _due))
            Wake();
    }

    /// <summary>What failed may work now: a sleep is over, or the network is another one. Tries under way are begun anew.</summary>
    private void Refresh()
    {
        _isUrgent = true;
        _wasOutage = false;
        _table.EndRests();
        GiveUpTries();
        Wake();
    }

    private void GiveUpTries()
    {
        lock (_roundGate)
            _rounds?.CancelQuietly();
        Interlocked.Exchange(ref _asides, new()).CancelQuietly();
    }

    private void Wake()
    {
        Volatile.Write(ref _due, long.MaxValue);
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    /// <summary>The next round begins after the interval.</summary>
    private void ComeAgain() =>
        Volatile.Write(ref _due, _time.GetTimestamp() + (long)(_options.Interval.TotalSeconds * _time.TimestampFrequency));

    /// <summary>The store refused outcomes, or refuses none any more. It is tried again, whether or not somebody is missing.</summary>
    private void Refused()
    {
        if (_outcomes.Count > 0 && Volatile.Read(ref _due) == long.MaxValue)
            ComeAgain();
        Changed();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _outcomes.RecordAsync().ConfigureAwait(false);
            var isMissing = await RoundsAsync(stop).ConfigureAwait(false);
            if (isMissing || _outcomes.Count > 0)
                ComeAgain();
            try
            {
                await _wake.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    /// <returns>Whether somebody is missing still.</returns>
    private async Task<bool> RoundsAsync(CancellationToken stop)
    {
        if (_isPaused)
            return false;
        if (_isOffline != (_isOffline = _network.IsDown))
            Changed();
        if (_isOffline)
            return _isUrgent = true;

        using var rounds = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_roundGate)
            _rounds = rounds;
        try
        {
            var isUrgent = _isUrgent | EndsBeingAlone();
            _isUrgent = false;
            if (_isPaused)
                return false;
            var wanted = await PassesAsync(isUrgent, rounds.Token).ConfigureAwait(false);
            await ProbeAsync(rounds.Token).ConfigureAwait(false);
            return await ReviewAsync(wanted, rounds.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception e)
        {
            _logger.KeeperRoundFailed(e.GetType().Name);
            return true;
        }
        finally
        {
            lock (_roundGate)
                _rounds = null;
        }
    }

    /// <summary>Dials each who may be dialled once, until nobody is missing, or what happened meanwhile asks for another plan.</summary>
    /// <returns>Whom it wanted in the end.</returns>
    private async Task<IReadOnlyList<PeerSummary>> PassesAsync(bool isUrgent, CancellationToken cancellationToken)
    {
        if (isUrgent)
            _peers.NotifyNetworkChanged();
        Watch(isMissing: true);
        var now = _time.GetTimestamp();
        if (isUrgent)
            _urgentAt = now;
        var takesAnybody = _time.GetElapsedTime(_urgentAt, now) < KeeperPlan.Unsettled
            || _time.GetElapsedTime(_tookAnybody, now) >= KeeperPlan.LongestChoosy;
        if (takesAnybody && _table.Connected < _options.Target)
            _tookAnybody = now;
        HashSet<string> tried = new(StringComparer.Ordinal);
        IReadOnlyList<PeerSummary>? wanted = null;
        for (var before = -1; tried.Count > before && _wake.CurrentCount == 0; isUrgent = false)
        {
            before = tried.Count;
            wanted = await WantedAsync(cancellationToken).ConfigureAwait(false);
            var excluded = _table.Excluded().Concat(tried).ToHashSet(StringComparer.Ordinal);
            var view = new KeeperView(
                _table.Connected, _table.Lost, [.. wanted.Where(peer => peer.IsPinned).Select(peer => peer.PeerId).Except(excluded)],
                excluded, isUrgent, _wasOutage, takesAnybody);
            foreach (var round in KeeperPlan.Rounds(view, _options))
            {
                var result = await RoundAsync(round, cancellationToken).ConfigureAwait(false);
                tried.UnionWith(result.Failed);
                tried.UnionWith(result.Connected);
                if (_wasOutage = result.OwnOutage)
                    return wanted;
            }
        }

        return wanted ?? await WantedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One peer's own round, beside the others.</summary>
    /// <returns><c>false</c>: a pause, a sleep or a new network ended it.</returns>
    private async Task<bool> RoundAsideAsync(string peerId, CancellationToken cancellationToken)
    {
        var aside = Volatile.Read(ref _asides).Token;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token, aside);
        try
        {
            await RoundAsync(RoundTo(peerId), end.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (
            aside.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            return _table.Find(peerId) is not null;
        }
    }

    private async Task<ReconnectionResult> RoundAsync(ReconnectOptions round, CancellationToken cancellationToken)
    {
        using var records = new RoundRecords(
            kept => Record(kept.PeerId, OutcomeKind.Connected, () => _peers.RecordConnectedAsync(kept.PeerId, kept.Measurement)));
        var result = await _peers.ReconnectMeasuredAsync(
            (peer, token) => DialAsync(peer, records, token), round with { IsPointless = peerId => _table.Find(peerId) is not null },
            records, cancellationToken).ConfigureAwait(false);
        _waits = result.Waiting;
        foreach (var peerId in result.RecordingErrors.Select(error => error.PeerId))
        {
            if (result.Connected.Contains(peerId))
                Record(peerId, OutcomeKind.Connected, () => _peers.RecordConnectedAsync(peerId, _table.Find(peerId)?.Measurement));
            else
                Record(peerId, OutcomeKind.Failed, () => _peers.RecordFailedAttemptAsync(peerId));
        }

        return result;
    }
}
