namespace PeerPersistence;

/// <summary>
/// How long background rounds leave a peer alone after its n-th failure in a row: U(0, min(1 h, 30 s × 2ⁿ)), full jitter, so that
/// many clients do not beat in step. In memory only: a process that starts anew tries everybody. Thread-safe.
/// </summary>
/// <remarks>It paces our own tries and is no verdict on the peer: every failure counts, those of an outage of our own included.</remarks>
internal sealed class ReconnectionBackoff(TimeProvider timeProvider, Random random)
{
    /// <summary>Peers remembered at most; beyond, whoever's wait ends first is forgotten.</summary>
    public const int Capacity = 1024;

    private static readonly TimeSpan Unit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Wait> _waits = new(StringComparer.Ordinal);

    /// <summary>Whom to leave alone now.</summary>
    public IReadOnlyList<string> Waiting() => [.. Waits().Select(wait => wait.PeerId)];

    /// <summary>Whom to leave alone now, and until when.</summary>
    public IReadOnlyList<PeerWait> Waits()
    {
        var now = timeProvider.GetUtcNow();
        lock (_gate)
            return [.. _waits.Where(wait => wait.Value.Covers(now)).Select(wait => new PeerWait(wait.Key, wait.Value.Until))];
    }

    /// <summary>A try failed just now.</summary>
    public void Failed(string peerId)
    {
        var now = timeProvider.GetUtcNow();
        lock (_gate)
        {
            var failures = _waits.TryGetValue(peerId, out var wait) ? Saturating.Increment(wait.Failures) : 1;
            if (failures == 1 && _waits.Count == Capacity)
                _waits.Remove(_waits.OrderBy(other => other.Value.Until).First().Key);
            _waits[peerId] = new(failures, now, random.NextDouble());
        }
    }

    /// <summary>A round of gossip. Whom it leaves out, after we tried it in vain ourselves, waits as after many failures.</summary>
    /// <remarks>Two witnesses of its absence; and no longer than an hour, for the one may lie.</remarks>
    /// <param name="named">Whom it named: they wait as long as their own failures say.</param>
    public void Gossiped(ICollection<string> named)
    {
        lock (_gate)
        {
            foreach (var (peerId, wait) in _waits)
                wait.IsLeftOut = !named.Contains(peerId);
        }
    }

    /// <summary>The peer connected: its failures are forgotten.</summary>
    public void Succeeded(string peerId)
    {
        lock (_gate)
            _waits.Remove(peerId);
    }

    /// <summary>The network changed, or the user asked: everybody, or whom they asked for, may be tried at once.</summary>
    public void Reset(IReadOnlyCollection<string>? only = null)
    {
        lock (_gate)
        {
            if (only is null)
                _waits.Clear();
            foreach (var peerId in only ?? [])
                _waits.Remove(peerId);
        }
    }

    /// <summary>The longest wait after so many failures.</summary>
    internal static TimeSpan Bound(int failures)
    {
        var bound = Unit * Math.Pow(2, Math.Min(failures, 10));
        return bound < Longest ? bound : Longest;
    }

    /// <remarks>By the wall clock, which goes on while the machine sleeps. One that was set back opens the gate.</remarks>
    private sealed class Wait(int failures, DateTimeOffset from, double share)
    {
        public int Failures => failures;

        /// <summary>Whether gossip does not name the peer.</summary>
        public bool IsLeftOut { get; set; }

        public DateTimeOffset Until => from + (share * (IsLeftOut ? Longest : Bound(failures)));

        public bool Covers(DateTimeOffset now) => now >= from && now < Until;
    }
}
