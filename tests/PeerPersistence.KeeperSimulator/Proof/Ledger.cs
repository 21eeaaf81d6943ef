namespace PeerPersistence.KeeperSimulator;

/// <summary>What happened to one machine's app, kept beside what the app records, and compared with it.</summary>
internal sealed class Ledger(World world, Machine machine)
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<(Round Round, string PeerId, bool IsCertain)> _failures = [];
    private readonly List<Trying> _dials = [];
    private readonly List<LinkEnd> _handed = [];
    private KeeperApp? _app;

    /// <summary>What all apps did, for the report.</summary>
    public static Totals Totals { get; } = new();

    public long Dials { get; private set; }

    public long Worked { get; private set; }

    public int Connected => _accounts.Values.Count(account => account.Standing is not null);

    /// <summary>When it last had so many connections as it wants; and when it last had one.</summary>
    public (TimeSpan Full, TimeSpan One) Had { get; private set; }

    private TimeSpan Running => _app!.Clock.Running;

    /// <summary>Since when its machine is awake.</summary>
    public TimeSpan AwakeSince { get; private set; }

    /// <summary>How many peers it knows.</summary>
    public int Known => _accounts.Count;

    public void Know(PeerData peer) => _accounts[peer.PeerId] = new(peer);

    public bool HasLacked(string peerId, TimeSpan since) => _accounts[peerId] is { Standing: null, Ended: var ended } && ended <= since;

    /// <summary>Whom it has not dialled since, of those that it is not connected to and that cannot be blacklisted for failing.</summary>
    public IEnumerable<string> NotDialledSince(TimeSpan since) => _accounts.Where(entry =>
        entry.Value is { Standing: null, Failures.Most: < 5 } account && account.Dialled < since && account.Ended < since)
        .Select(entry => entry.Key);

    public void Open(KeeperApp app) => (_app, AwakeSince) = (app, world.Now);

    public void Woke() => AwakeSince = world.Now;

    /// <summary>Its app ended while its disk was bad: what is recorded is to be taken as it is.</summary>
    public void Doubt()
    {
        foreach (var account in _accounts.Values)
            account.IsInDoubt = true;
    }

    /// <summary>A moment after a sleep that can be noticed: what was tried before it is given up.</summary>
    public void CheckGivenUp(KeeperApp app)
    {
        if (_app == app && !app.Clock.IsAsleep
            && _dials.Find(dial => dial.IsInDoubt && !dial.CancellationToken.IsCancellationRequested) is { } dial)
            world.Violate("Tries of before a sleep are given up", $"{machine.Id} waits for {dial.PeerId}");
    }

    public Trying DialBegan(string peerId, Round round, CancellationToken cancellationToken)
    {
        world.Tell($"{machine.Id} dials {peerId}{(round.IsAside ? ", beside others" : "")}");
        Totals.Dials++;
        Dials++;
        var dial = new Trying(peerId, round, Running, cancellationToken);
        _dials.Add(dial);
        _accounts[peerId].Dials++;
        _accounts[peerId].Dialled = world.Now;
        var dials = _dials.Count(other => !other.Round.IsAside && !other.CancellationToken.IsCancellationRequested);
        if (dials > _app!.Options.MaxParallelism)
            world.Violate("Never more dials at once than MaxParallelism", $"{machine.Id} has {dials}");
        if (machine.IsDown)
            world.Violate("Nobody is dialled without a network", $"{machine.Id} dials {peerId}");
        return dial;
    }

    public void DialWorked(Trying dial, LinkEnd end)
    {
        Worked++;
        Over(dial);
        Handed(end);
    }

    public void DialFailed(Trying dial, bool isCancelled, bool counts = true)
    {
        if (!_dials.Contains(dial))
            return; // It was given up before, or its process was killed.
        Over(dial);
        var isTimeUp = Running - dial.Began >= _app!.Options.AttemptTimeout;
        world.Tell($"{machine.Id} fails with {dial.PeerId}{(isTimeUp ? ", late" : isCancelled ? ", stopped" : "")}");
        if ((isCancelled && !isTimeUp) || !counts)
            return;
        Totals.Failures++;
        if (_accounts[dial.PeerId].Standing is not null)
            return; // The peer called meanwhile: that is no failure.
        _failures.Add((dial.Round, dial.PeerId, !dial.IsInDoubt));
        Book(dial.Round);
    }

    public void RoundEnded(Round round, bool isOutage)
    {
        if (isOutage)
            Totals.ProvenOutages++;
        if (isOutage && machine.IsOnline)
            Totals.OutagesInDoubt++;
        (round.IsOver, round.IsOutage) = (true, isOutage);
        Book(round);
    }

    /// <summary>Failures are recorded when their round is over, unless it proved an outage of the app's own.</summary>
    private void Book(Round round)
    {
        if (!round.IsOver)
            return;
        foreach (var (_, peerId, isCertain) in _failures.Where(failure => failure.Round == round && !round.IsOutage))
            _accounts[peerId].Fail(isCertain);
        _failures.RemoveAll(failure => failure.Round == round);
    }

    /// <summary>The app holds a connection from now on, or closes it.</summary>
    public void Handed(LinkEnd end)
    {
        world.Tell($"{machine.Id} has a connection {(end.IsInbound ? "from" : "to")} {end.PeerId}");
        if (_handed.Count == 0)
            world.WhenQuiet(Settle);
        _handed.Add(end);
        end.OnEnd = departure =>
        {
            world.Tell($"{machine.Id} loses {end.PeerId} ({departure})");
            if (_app is not null && _accounts[end.PeerId].Standing == end && !_handed.Exists(other => other.PeerId == end.PeerId))
                End(_accounts[end.PeerId]);
        };
    }

    /// <summary>Nobody has anything left to do: what was handed over is kept or closed by now.</summary>
    private void Settle()
    {
        foreach (var end in _handed.ToList())
        {
            _handed.Remove(end);
            Settle(_accounts[end.PeerId], end);
        }
    }

    private void Settle(Account account, LinkEnd end)
    {
        if (account.Standing is not { } standing)
        {
            if (end.IsOpen)
                Begin(account, end);
            return;
        }

        if (standing.IsOpen && end.IsOpen)
            world.Violate("Never two connections to one peer", $"{machine.Id} has two to {end.PeerId}");
        var crossed = standing.IsInbound != end.IsInbound && Running - account.Began <= _app!.Options.AttemptTimeout;
        if (crossed)
        {
            Totals.Crossed++;
            var (stays, loses) = end.IsOpen ? (end, standing) : (standing, end);
            loses.HasLostCrossing = true;
            if (!stays.IsOpen)
                world.Violate("Of calls that cross, one stays", $"{machine.Id} closed both with {end.PeerId}");
            if (stays.Other?.HasLostCrossing == true)
                world.Violate("Both sides of crossed calls keep the same", $"{machine.Id} and {end.PeerId} do not");
            if (stays == end)
                account.Replace(end, Running);
            return;
        }

        End(account);
        if (end.IsOpen)
            Begin(account, end);
    }

    public void Slept() => _dials.ForEach(dial => dial.IsInDoubt = true);

    public void Killed()
    {
        foreach (var account in _accounts.Values)
            account.Kill();
        _dials.Clear();
        _failures.Clear();
        _handed.Clear();
        _app = null;
    }

    /// <summary>Compares what the app recorded, and what it shows, with what happened.</summary>
    public async Task CompareAsync(KeeperApp app, IPeerPersistenceService service)
    {
        Totals.Comparisons++;
        foreach (var (peerId, account) in _accounts.Where(entry => entry.Value.Dials == 0))
        {
            var recorded = (await service.GetPeerAsync(peerId).ConfigureAwait(false))!;
            var wasInDoubt = account.IsInDoubt;
            account.IsInDoubt = false;
            if (account.DifferenceTo(recorded) is not ({ } what, { } how))
                continue;
            if (!wasInDoubt)
                world.Violate($"No outcome is lost ({what})", $"{machine.Id} of {peerId}: {how}");
            account.Correct(recorded);
        }

        var shown = app.Keeper.State.Connections.Count(link => link.IsConnected);
        if (shown != Connected)
            world.Violate("The view shows what stands", $"{machine.Id} shows {shown} of {Connected}");
        if (app.Keeper.State.Unrecorded > 0)
            world.Violate("What the store takes is recorded at once", $"{machine.Id} has {app.Keeper.State.Unrecorded} waiting");
    }

    /// <summary>A moment after a stop: a user's own call, which the stop cancelled, has ended as well.</summary>
    public void CheckLeaks(KeeperApp app)
    {
        if (app.Clock.ActiveTimers > 0)
            world.Violate("No timer is left after a stop", $"{machine.Id} has {app.Clock.ActiveTimers}");
        if (_dials.Count > 0)
            world.Violate("No call is left after a stop", $"{machine.Id} has {_dials.Count}");
        if (machine.Links.Exists(link => link.EndOf(machine).IsOpen))
            world.Violate("No connection is left after a stop", machine.Id);
        if (machine.HasListeners)
            world.Violate("Nobody listens after a stop", machine.Id);
        Totals.Remember(app.Keeper);
        _app = null;
    }

    private void Begin(Account account, LinkEnd end)
    {
        Totals.Connections++;
        account.Begin(end, Running);
    }

    private void End(Account account)
    {
        Had = (Connected >= _app!.Options.Target ? world.Now : Had.Full, world.Now);
        account.End(Running);
        account.Ended = world.Now;
    }

    private void Over(Trying dial)
    {
        _dials.Remove(dial);
        _accounts[dial.PeerId].Dials--;
    }
}

/// <summary>A call that an app has under way.</summary>
internal sealed class Trying(string peerId, Round round, TimeSpan began, CancellationToken cancellationToken)
{
    public string PeerId => peerId;

    public Round Round => round;

    public TimeSpan Began => began;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Its machine slept meanwhile: why it ended is uncertain.</summary>
    public bool IsInDoubt { get; set; }
}
