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
    private volatile bool _wasNotNow;
    private volatile bool _isMissing;
    private volatile bool _endsBackoff;
    private long _urgentAt;
    private long _tookAnybody;
    private bool _sweeps; // It takes anybody until everybody had a turn: of many that takes longer than one row of rounds.
    private volatile bool _isResting;
    private long _looks;

    /// <summary>How many times it looked whom to dial.</summary>
    internal long Looks => Interlocked.Read(ref _looks);

    /// <summary>Whether it has done all that was to do, and waits.</summary>
    internal bool IsResting => _isResting && _wake.CurrentCount == 0;

    /// <summary>
    /// Stops dialling until <see cref="Resume"/>, for example while a mobile app is in the background. Tries that are under way are given
    /// up. Connections stay.
    /// </summary>
    public void Pause()
    {
        _isPaused = true;
        GiveUpTries();
        Changed();
        Wake(); // Dials nobody, and tells who is missing.
    }

    /// <summary>Ends a <see cref="Pause"/>. Missing peers are dialled at once.</summary>
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
            GoOn();
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

    /// <summary>Something happened: it looks for somebody to dial.</summary>
    private void Wake()
    {
        _hasNews = true;
        GoOn();
    }

    private void GoOn()
    {
        _isResting = false;
        Volatile.Write(ref _due, long.MaxValue);
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    /// <summary>The next round begins after this time, if none does before.</summary>
    private void ComeAgain(TimeSpan rest) => WakeAt(_time.GetTimestamp() + TicksOf(rest));

    private void WakeAt(long timestamp)
    {
        for (var due = Volatile.Read(ref _due); timestamp < due;)
        {
            var before = Interlocked.CompareExchange(ref _due, timestamp, due);
            if (before == due)
                return;
            due = before;
        }
    }

    private long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    /// <summary>The store refused outcomes, or refuses none any more. It is tried again, whether or not somebody is missing.</summary>
    private void Refused()
    {
        if (_outcomes.Count > 0)
            ComeAgain(_options.Interval);
        Changed();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _outcomes.RecordAsync().ConfigureAwait(false);
            var rest = await RoundsAsync(stop).ConfigureAwait(false);
            if (_outcomes.Count > 0)
                ComeAgain(_options.Interval);
            if (rest is { } time)
                ComeAgain(time);
            try
            {
                _isResting = _wake.CurrentCount == 0;
                await _wake.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
            }

            _isResting = false;
        }
    }

    /// <returns>After what time there is something to do, if nothing happens; <c>null</c>: never.</returns>
    private async Task<TimeSpan?> RoundsAsync(CancellationToken stop)
    {
        if (!_isPaused && _isOffline != (_isOffline = _network.IsDown))
            Changed();
        if (!_isPaused && _isOffline)
            _isUrgent = true;

        using var rounds = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_roundGate)
            _rounds = rounds;
        try
        {
            if (!_isPaused && !_isOffline && await IsSeenAsync(rounds.Token).ConfigureAwait(false))
                return KeeperPlan.LongestWait;
            Interlocked.Increment(ref _looks);
            _hasNews = false;
            if (_isPaused || _isOffline)
            {
                await ReviewAsync(await WantedAsync(rounds.Token).ConfigureAwait(false), rounds.Token).ConfigureAwait(false);
                return _isPaused ? null : _options.Interval;
            }

            _wasNotNow = false;
            var isUrgent = _isUrgent;
            if (isUrgent)
                _isUrgent = false; // Only where it was: what becomes urgent in this moment is so for the next look.
            isUrgent |= EndsBeingAlone();
            if (_isPaused)
                return null;
            var wanted = await PassesAsync(isUrgent, rounds.Token).ConfigureAwait(false);
            await ProbeAsync(rounds.Token).ConfigureAwait(false);
            if (_aloneSince is not null && _table.Connected > 0)
                Wake();
            return await ReviewAsync(wanted, rounds.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _hasNews = true; // What it has not seen is to be seen still.
            if (e is not OperationCanceledException)
                _logger.KeeperRoundFailed(e.GetType().Name);
            return _options.Interval;
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
            EndBackoff();
        var now = _time.GetTimestamp();
        if (isUrgent)
            _urgentAt = now;
        _sweeps |= isUrgent
            || (_table.Connected < _options.Target && _time.GetElapsedTime(_tookAnybody, now) >= KeeperPlan.LongestChoosy);
        var takesAnybody = _sweeps || _time.GetElapsedTime(_urgentAt, now) < KeeperPlan.Unsettled;
        HashSet<string> tried = new(StringComparer.Ordinal);
        IReadOnlyList<PeerSummary>? wanted = null;
        if (_table.Connected < _options.Target)
            Watch(isMissing: true);
        var before = -1;
        for (; tried.Count > before && _wake.CurrentCount == 0; isUrgent = false)
        {
            before = tried.Count;
            wanted = await WantedAsync(cancellationToken).ConfigureAwait(false);
            var excluded = _table.Excluded().Concat(tried).ToHashSet(StringComparer.Ordinal);
            var view = new KeeperView(
                _table.Connected, _table.Lost, [.. wanted.Where(peer => peer.IsPinned).Select(peer => peer.PeerId).Except(excluded)],
                excluded, isUrgent, _wasOutage, takesAnybody);
            foreach (var round in KeeperPlan.Rounds(view, _options))
            {
                Watch(isMissing: true);
                var result = await RoundAsync(round, takesOver: false, cancellationToken).ConfigureAwait(false);
                tried.UnionWith(result.Failed);
                tried.UnionWith(result.Connected);
                if (_wasOutage = result.OwnOutage)
                    return wanted;
            }
        }

        if (_sweeps && (tried.Count == before || _table.Connected >= _options.Target))
            (_sweeps, _tookAnybody) = (false, _time.GetTimestamp());
        return wanted ?? await WantedAsync(cancellationToken).ConfigureAwait(false);
    }

    private void EndBackoff()
    {
        _endsBackoff = true;
        _peers.NotifyNetworkChanged();
        _endsBackoff = false;
    }

    /// <summary>Waits for a try at the peer that has just begun: what comes of it is known sooner than of another.</summary>
    /// <returns><c>null</c>: there is none; <c>false</c>: it was given up.</returns>
    private async Task<bool?> JoinAsync(string peerId, CancellationToken cancellationToken)
    {
        if (_table.FindDial(peerId) is { IsYoung: true } young && await young.EndsYoungAsync(cancellationToken).ConfigureAwait(false))
            return !young.IsGivenUp;
        return null;
    }

    /// <summary>One peer's own round, beside the others.</summary>
    /// <returns><c>false</c>: a pause, a sleep or a new network ended it, or another try at the peer began meanwhile.</returns>
    private async Task<bool> RoundAsideAsync(string peerId, CancellationToken cancellationToken)
    {
        var aside = Volatile.Read(ref _asides).Token;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token, aside);
        try
        {
            await RoundAsync(RoundTo(peerId), takesOver: true, end.Token).ConfigureAwait(false);
            if (_table.Find(peerId) is not null)
                return true;
            Wake(); // When it may be dialled again, and what is shown of it, is another now.
            return _table.FindDial(peerId) is not { IsYoung: true };
        }
        catch (OperationCanceledException) when (
            aside.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            return _table.Find(peerId) is not null;
        }
    }

    private async Task<ReconnectionResult> RoundAsync(ReconnectOptions round, bool takesOver, CancellationToken cancellationToken)
    {
        using var records = new RoundRecords(
            kept => Record(kept.PeerId, OutcomeKind.Connected, () => _peers.RecordConnectedAsync(kept.PeerId, kept.Measurement)));
        var result = await _peers.ReconnectMeasuredAsync(
            (peer, token) => DialAsync(peer, takesOver, records, token),
            round with { IsPointless = peerId => _table.Find(peerId) is not null, BeforeFailures = _outcomes.RecordAsync }, records,
            cancellationToken).ConfigureAwait(false);
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
