namespace PeerPersistence;

/// <summary>Who is connected, who is dialled, and who was lost. Thread-safe; it calls nobody.</summary>
internal sealed class KeeperTable(string localPeerId, TimeSpan handshake, TimeSpan interval, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, KeptConnection> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dial> _dials = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Flaps, long From, long Until)> _rests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _renewed = new(StringComparer.Ordinal);

    public int Connected { get { lock (_gate) return _kept.Count; } }

    public IReadOnlyList<KeptConnection> All { get { lock (_gate) return [.. _kept.Values]; } }

    public IReadOnlyCollection<string> Lost { get { lock (_gate) return _lost.ToHashSet(StringComparer.Ordinal); } }

    public IReadOnlyList<string> Parted { get { lock (_gate) return [.. _parted]; } }

    public KeptConnection? Find(string peerId)
    {
        lock (_gate)
            return _kept.GetValueOrDefault(peerId);
    }

    public Dial? FindDial(string peerId)
    {
        lock (_gate)
            return _dials.GetValueOrDefault(peerId);
    }

    /// <summary>Whom not to dial now.</summary>
    /// <param name="longestRest">Who has rested so long rests no more; <c>null</c>: everybody rests to the end.</param>
    public IReadOnlyCollection<string> Excluded(TimeSpan? longestRest = null)
    {
        var now = time.GetTimestamp();
        var rested = longestRest is { } longest ? now - TicksOf(longest) : long.MinValue;
        lock (_gate)
        {
            return [
                localPeerId, .. _kept.Keys, .. _dials.Keys, .. _parted,
                .. _rests.Where(rest => rest.Value.Until > now && rest.Value.From > rested).Select(rest => rest.Key),
            ];
        }
    }

    /// <param name="peerId">The peer.</param>
    /// <param name="takesOver">Whether a dial that is under way, and young no longer, is given up for this one.</param>
    /// <param name="former">The dial to cancel.</param>
    /// <param name="cancellationToken">Gives up the dial.</param>
    /// <returns><c>null</c>: nobody is to dial this peer now.</returns>
    public Dial? BeginDial(string peerId, bool takesOver, out Dial? former, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            former = takesOver && _dials.GetValueOrDefault(peerId) is { IsYoung: false } ? WithdrawLocked(peerId) : null;
            if (peerId == localPeerId || _kept.ContainsKey(peerId) || _dials.ContainsKey(peerId) || _parted.Contains(peerId))
                return null;
            return _dials[peerId] = new(peerId, time, cancellationToken);
        }
    }

    /// <summary>The dial has ended, whatever came of it.</summary>
    /// <returns>The connection that the peer made meanwhile, which is now to be recorded as such.</returns>
    public KeptConnection? EndDial(Dial dial)
    {
        lock (_gate)
        {
            if (_dials.GetValueOrDefault(dial.PeerId) == dial)
                _dials.Remove(dial.PeerId);
            dial.SetEnded();
            return _kept.GetValueOrDefault(dial.PeerId) is { } kept && kept.TakeRecording() ? kept : null;
        }
    }

    /// <summary>Gives up the dial to a peer, so that another may begin.</summary>
    public Dial? Withdraw(string peerId)
    {
        lock (_gate)
            return WithdrawLocked(peerId);
    }

    /// <summary>A connection of ours stands.</summary>
    /// <returns><c>null</c>: nobody waits for it any more.</returns>
    public Arrival? Arrive(Dial dial, IPeerConnection connection)
    {
        lock (_gate)
        {
            return dial.IsWithdrawn || dial.Token.IsCancellationRequested || _dials.GetValueOrDefault(dial.PeerId) != dial
                ? null : Arrive(dial.PeerId, connection, isInbound: false, isOfARound: true);
        }
    }

    /// <summary>A peer called us, or the application called it. While we dial it, too, it is not known yet as what a call of the peer's
    /// counts; a try of ours beside the application's own is given up.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="connection">Its connection.</param>
    /// <param name="isInbound">Whether the peer called.</param>
    /// <param name="dial">The try to cancel.</param>
    public Arrival Arrive(string peerId, IPeerConnection connection, bool isInbound, out Dial? dial)
    {
        lock (_gate)
        {
            _parted.Remove(peerId);
            dial = isInbound ? null : WithdrawLocked(peerId);
            return Arrive(peerId, connection, isInbound, isOfARound: false);
        }
    }

    /// <summary>A connection ended.</summary>
    /// <returns><c>false</c>: another one had taken its place.</returns>
    public bool End(KeptConnection kept, Departure departure)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_kept.GetValueOrDefault(kept.PeerId) != kept)
                return false;
            _kept.Remove(kept.PeerId);
            if (departure == Departure.Local)
                return true;
            _lost.Add(kept.PeerId);
            var flaps = KeeperPlan.FlapsAfter(_rests.GetValueOrDefault(kept.PeerId).Flaps, time.GetElapsedTime(kept.Began, now));
            var rest = KeeperPlan.RestAfter(flaps, interval);
            _rests[kept.PeerId] = (flaps, now, now + TicksOf(rest));
            return true;
        }
    }

    /// <summary>The user does not want the peer, or does again.</summary>
    public void Part(string peerId, bool parted)
    {
        lock (_gate)
        {
            _ = parted ? _parted.Add(peerId) : _parted.Remove(peerId);
            _lost.Remove(peerId);
            _rests.Remove(peerId);
        }
    }

    /// <summary>Of whom something is remembered who may be none of the store's: strangers call without end.</summary>
    public IReadOnlyCollection<string> Remembered
    {
        get
        {
            lock (_gate)
                return [.. _lost, .. _parted, .. _rests.Keys, .. _renewed.Keys];
        }
    }

    /// <summary>Nobody but these of the remembered is known still.</summary>
    public void Keep(IReadOnlyCollection<string> asked, IReadOnlyCollection<string> known)
    {
        lock (_gate)
        {
            foreach (var peerId in asked.Where(peerId => !known.Contains(peerId)))
            {
                _lost.Remove(peerId);
                _parted.Remove(peerId);
                _rests.Remove(peerId);
                _renewed.Remove(peerId);
            }
        }
    }

    /// <summary>An address of the peer is new. It is tried at once, a try that is under way is given up; not more than once in a
    /// while, since strangers can name addresses.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="isWanted">Whether it is wanted, even if it was not lost.</param>
    /// <param name="dial">The try to cancel.</param>
    /// <returns>Whether to dial it now.</returns>
    public bool Renew(string peerId, bool isWanted, out Dial? dial)
    {
        dial = null;
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_kept.ContainsKey(peerId) || _parted.Contains(peerId) || peerId == localPeerId
                || !(isWanted || _lost.Contains(peerId) || _dials.ContainsKey(peerId))
                || (_renewed.TryGetValue(peerId, out var last) && time.GetElapsedTime(last, now) < interval))
                return false;
            _renewed[peerId] = now;
            _rests.Remove(peerId);
            dial = WithdrawLocked(peerId);
            return true;
        }
    }

    /// <summary>How long the peer rests still; zero: it does not.</summary>
    public TimeSpan RestOf(string peerId)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            return _rests.TryGetValue(peerId, out var rest) && rest.Until > now
                ? time.GetElapsedTime(now, rest.Until) : TimeSpan.Zero;
        }
    }

    /// <summary>How long those that rest still do.</summary>
    public IReadOnlyList<TimeSpan> Rests()
    {
        var now = time.GetTimestamp();
        lock (_gate)
            return [.. _rests.Values.Where(rest => rest.Until > now).Select(rest => time.GetElapsedTime(now, rest.Until))];
    }

    /// <summary>What may work on a new network, or after a sleep, rests no longer.</summary>
    public void EndRests()
    {
        lock (_gate)
            _rests.Clear();
    }

    public IReadOnlyList<PeerLinkState> States()
    {
        lock (_gate)
        {
            return [
                .. _kept.Values.Select(kept => new PeerLinkState(kept.PeerId, kept.Since, kept.IsInbound))
                    .Concat(_dials.Keys.Where(id => !_kept.ContainsKey(id)).Select(id => new PeerLinkState(id, null, IsInbound: false)))
                    .OrderBy(state => state.PeerId, StringComparer.Ordinal),
            ];
        }
    }

    private long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private Dial? WithdrawLocked(string peerId)
    {
        _dials.Remove(peerId, out var dial);
        dial?.IsWithdrawn = true;
        return dial;
    }

    private Arrival Arrive(string peerId, IPeerConnection connection, bool isInbound, bool isOfARound)
    {
        _lost.Remove(peerId);
        _renewed.Remove(peerId);
        var now = time.GetTimestamp();
        var next = new KeptConnection(peerId, connection, isInbound, isOfARound, time.GetUtcNow(), now);
        if (!_kept.TryGetValue(peerId, out var standing))
        {
            _kept[peerId] = next;
            return new(next, Stays: true, Loser: null, Lost: null, MustRecord(next));
        }

        if (standing.Connection == connection)
        {
            // Handed in twice, by a connector that does so itself: it is one, and a round's that waits for it.
            if (isOfARound)
                CountAsOutbound(standing, isOfARound);
            return new(standing, Stays: false, Loser: null, Lost: null, MustRecord: false);
        }

        var age = time.GetElapsedTime(standing.Began, now);
        var crossed = standing.IsInbound != isInbound && age <= handshake;
        if (!CrossedCalls.NewOneStays(localPeerId, peerId, standing.IsInbound, isInbound, age, handshake))
        {
            // One connection, dialled by both: it counts as ours, once.
            return new(standing, Stays: false, connection, Lost: null, !isInbound && CountAsOutbound(standing, isOfARound));
        }

        _kept[peerId] = next;
        if (!crossed)
            return new(next, Stays: true, standing.Connection, standing, MustRecord(next));
        if (!isOfARound && !standing.TakeRecording())
            next.IsRecordedWith(standing);
        return new(next, Stays: true, standing.Connection, Lost: null, CountAsOutbound(next, isOfARound));
    }

    /// <summary>While we dial the peer, too, it is not known yet as what its call counts.</summary>
    private bool MustRecord(KeptConnection kept) => !_dials.ContainsKey(kept.PeerId) && kept.TakeRecording();

    /// <returns>Whether it is to be recorded: a round records its own.</returns>
    private static bool CountAsOutbound(KeptConnection kept, bool isOfARound)
    {
        kept.CountAsOutbound();
        return kept.TakeRecording() && !isOfARound;
    }
}
