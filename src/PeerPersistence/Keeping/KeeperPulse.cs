using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>The one timer of all keepers of a clock. While nothing happens a beat costs a comparison a keeper, and no memory.</summary>
/// <remarks>
/// A beat that comes late by more than three periods tells that the process, or the machine, did not run. The wall clock counts as well:
/// on some systems all others stand still while the machine sleeps.
/// </remarks>
internal sealed class KeeperPulse(TimeProvider time)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = Period + (3 * Period);
    private static readonly ConditionalWeakTable<TimeProvider, KeeperPulse> Pulses = new();

    private readonly object _gate = new();
    private IBeating[] _all = [];
    private ITimer? _timer;
    private long _last;
    private DateTimeOffset _lastUtc;

    /// <summary>Who is told of beats; on the timer's thread, so it must return at once.</summary>
    internal interface IBeating
    {
        void Beat(long timestamp, bool hasSlept);
    }

    public static KeeperPulse Of(TimeProvider time) => Pulses.GetValue(time, clock => new(clock));

    public void Add(IBeating beating)
    {
        lock (_gate)
        {
            _all = [.. _all, beating];
            if (_timer is not null)
                return;
            (_last, _lastUtc) = (time.GetTimestamp(), time.GetUtcNow());
            _timer = time.CreateTimer(pulse => ((KeeperPulse)pulse!).Beat(), this, Period, Period);
        }
    }

    public void Remove(IBeating beating)
    {
        lock (_gate)
        {
            _all = [.. _all.Where(other => other != beating)];
            if (_all.Length > 0)
                return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    internal void Beat()
    {
        var (now, utc) = (time.GetTimestamp(), time.GetUtcNow());
        IBeating[] all;
        bool hasSlept;
        lock (_gate)
        {
            hasSlept = time.GetElapsedTime(_last, now) > Longest || utc - _lastUtc > Longest;
            (_last, _lastUtc, all) = (now, utc, _all);
        }

        foreach (var beating in all)
            beating.Beat(now, hasSlept);
    }
}
