namespace PeerPersistence.KeeperSimulator;

/// <summary>Watches that an app comes back to its target in time once nothing hinders it.</summary>
/// <remarks>
/// A start, a resume, a sleep that is over and another network are noticed: everybody may be tried at once. What nobody tells of ends when
/// the longest backoff does; who has somebody leaves the unlikely alone for an hour more. Who is alone, and can reach one of those that it
/// tries in turn, is so no longer when each had a turn.
/// </remarks>
internal sealed class Returns(Network network, Machine machine, Ledger ledger)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30), Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1), LongestChoosy = TimeSpan.FromHours(1);

    /// <summary>So many of the likeliest are tried in turn by who is alone.</summary>
    private const int Probed = 5;

    private readonly Dictionary<Machine, TimeSpan> _reachableSince = [];
    private TimeSpan? _freeSince;
    private TimeSpan? _noticed;

    private World World => network.World;

    private KeeperApp? App => machine.App as KeeperApp;

    /// <summary>How long it may take when the app noticed that the hindrance is over: a broken connection is found out, a round begins, and
    /// all who may not answer are tried before those who do.</summary>
    private TimeSpan Soon(KeeperOptions options) => Silence + Beat + options.Interval
        + (options.AttemptTimeout * (1 + Math.Ceiling((double)ledger.Known / options.MaxParallelism)));

    public void Update()
    {
        _freeSince = App is { IsFree: true } && machine.Answers ? _freeSince ?? World.Now : null;
        if (_freeSince is null)
            _noticed = null;
        foreach (var peer in network.Machines.Where(peer => peer != machine))
        {
            var reachable = peer.Answers && peer.Nat == Nat.Open && peer.Side == machine.Side && App?.Parted.Contains(peer.Id) == false
                && !network.IsFlapping(machine, peer);
            if (!reachable)
                _reachableSince.Remove(peer);
            else
                _reachableSince.TryAdd(peer, World.Now);
        }
    }

    public void Noticed()
    {
        Update();
        if (_freeSince is null || App is not { } app)
            return;
        var noticed = World.Now;
        _noticed = noticed;
        World.After(Soon(app.Options), () =>
        {
            if (_noticed == noticed && App == app)
            {
                Check(app, noticed, app.Options.Target, "noticed");
                CheckPinned(app, noticed);
                CheckDialled(app, noticed);
            }
        });
    }

    /// <summary>To be called now and then.</summary>
    public void Look()
    {
        if (App is not { } app)
            return;
        var alone = World.Now - LongestBackoff - Soon(app.Options);
        var full = alone - LongestChoosy;
        var probed = World.Now - (Probed * (LongestProbe + app.Options.AttemptTimeout + app.Options.Interval)) - Soon(app.Options);
        if (_freeSince <= probed && ReachableSince(probed).Count > ledger.Known - Probed)
            Check(app, probed, Math.Min(1, app.Options.Target), "untold, all had a turn");
        if (_freeSince <= alone)
        {
            Check(app, alone, Math.Min(1, app.Options.Target), "untold, who was alone");
            CheckPinned(app, alone);
        }

        if (_freeSince <= full)
            Check(app, full, app.Options.Target, "untold");
    }

    private void Check(KeeperApp app, TimeSpan since, int wanted, string which)
    {
        Ledger.Totals.Returns++;
        var reachable = ReachableSince(since);
        var had = wanted == 1 ? ledger.Had.One : ledger.Had.Full;
        if (reachable.Count < wanted || ledger.Connected >= wanted || had > World.Now - Soon(app.Options))
            return; // Or it was back, and has just lost somebody.
        World.Violate(
            $"Back in time ({which})",
            $"{machine.Id} has {ledger.Connected} of {app.Options.Target} since {since}, and reaches {string.Join(' ', reachable)}");
        World.Begin(app.DescribeAsync);
    }

    private void CheckPinned(KeeperApp app, TimeSpan since)
    {
        var lately = World.Now - Soon(app.Options);
        if (ReachableSince(since).Intersect(app.Pinned).FirstOrDefault(peerId => ledger.HasLacked(peerId, lately)) is { } missing)
            World.Violate("Back with its pinned peers in time", $"{machine.Id} misses {missing} since {since}");
    }

    /// <summary>Nobody's backoff counts after a start, a sleep or on a new network. Who is gone for good may be too unlikely.</summary>
    private void CheckDialled(KeeperApp app, TimeSpan noticed)
    {
        var isBelow = ledger.Connected < app.Options.Target && ledger.Had.Full < noticed;
        if (ledger.NotDialledSince(noticed).FirstOrDefault(peerId => network.Find(peerId) is not null
            && !app.Parted.Contains(peerId) && (isBelow || app.Pinned.Contains(peerId))) is { } peerId)
            World.Violate("Who is missing is dialled anew", $"{machine.Id} has not dialled {peerId} since {noticed}");
    }

    private List<string> ReachableSince(TimeSpan since) =>
        [.. _reachableSince.Where(peer => peer.Value <= since).Select(peer => peer.Key.Id)];
}
