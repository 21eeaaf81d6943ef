namespace PeerPersistence;

/// <content>When it dials.</content>
public sealed partial class ConnectionKeeper
{
    private readonly object _roundGate = new();
    private CancellationTokenSource? _rounds;
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

    /// <summary>Goes on after a pause: whoever is missing is dialled at once.</summary>
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
    }

    private void Wake()
    {
        Volatile.Write(ref _due, long.MaxValue);
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _outcomes.RecordAsync().ConfigureAwait(false);
            var isMissing = await RoundsAsync(stop).ConfigureAwait(false);
            if (isMissing || _outcomes.Count > 0)
                Volatile.Write(ref _due, _time.GetTimestamp() + (long)(_options.Interval.TotalSeconds * _time.TimestampFrequency));
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
            await PassesAsync(isUrgent, rounds.Token).ConfigureAwait(false);
            await ProbeAsync(rounds.Token).ConfigureAwait(false);
            return await ReviewAsync(rounds.Token).ConfigureAwait(false);
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
    private async Task PassesAsync(bool isUrgent, CancellationToken cancellationToken)
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
        for (var before = -1; tried.Count > before && _wake.CurrentCount == 0; isUrgent = false)
        {
            before = tried.Count;
            var wanted = await WantedAsync(cancellationToken).ConfigureAwait(false);
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
                    return;
            }
        }
    }

    private async Task<ReconnectionResult> RoundAsync(ReconnectOptions round, CancellationToken cancellationToken)
    {
        using var records = new RoundRecords(
            kept => Record(() => _peers.RecordConnectedAsync(kept.PeerId, kept.Measurement)));
        var result = await _peers.ReconnectMeasuredAsync(
            (peer, token) => DialAsync(peer, records, token), round with { IsPointless = peerId => _table.Find(peerId) is not null },
            records, cancellationToken).ConfigureAwait(false);
        _waits = result.Waiting;
        foreach (var peerId in result.RecordingErrors.Select(error => error.PeerId))
        {
            Record(result.Connected.Contains(peerId)
                ? () => _peers.RecordConnectedAsync(peerId, _table.Find(peerId)?.Measurement)
                : () => _peers.RecordFailedAttemptAsync(peerId));
        }

        return result;
    }
}
