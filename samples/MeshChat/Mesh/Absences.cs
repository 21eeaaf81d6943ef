using System.Collections.Concurrent;
using System.Diagnostics;

namespace MeshChat;

/// <summary>Since when each peer is missed, and how often it was called since.</summary>
internal sealed class Absences
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, Absence> _absent = new();

    /// <summary>The peer is missed from now on. Those that nobody missed yet are missed since the program began.</summary>
    public void Begin(string peerId) => _absent[peerId] = new(Stopwatch.GetTimestamp(), 0, Stopwatch.GetTimestamp());

    /// <returns>The number of tries, this one included.</returns>
    public int Try(string peerId) =>
        _absent.AddOrUpdate(peerId, _ => new(_start, 1, null), (_, absence) => absence with { Tries = absence.Tries + 1 }).Tries;

    /// <summary>A try was in vain.</summary>
    public void Fail(string peerId) => _absent.AddOrUpdate(
        peerId, _ => new(_start, 1, Stopwatch.GetTimestamp()), (_, absence) => absence with { Noticed = Stopwatch.GetTimestamp() });

    /// <summary>It is back.</summary>
    /// <returns>How often it was called, and how long it was missed.</returns>
    public (int Tries, TimeSpan Duration) End(string peerId)
    {
        if (_absent.TryGetValue(peerId, out var absence))
            _absent[peerId] = absence with { Noticed = null };
        return Of(peerId);
    }

    public (int Tries, TimeSpan Duration) Of(string peerId)
    {
        var absence = _absent.GetValueOrDefault(peerId, new(_start, 0, null));
        return (absence.Tries, Stopwatch.GetElapsedTime(absence.Since));
    }

    /// <summary>Whether we lost the peer, or called it in vain, within a time.</summary>
    public bool IsFresh(string peerId, TimeSpan within) =>
        _absent.TryGetValue(peerId, out var absence) && absence.Noticed is { } noticed && Stopwatch.GetElapsedTime(noticed) <= within;

    /// <param name="Since">When it was lost.</param>
    /// <param name="Tries">How often it was called since.</param>
    /// <param name="Noticed">When we last found out that it is not there; <c>null</c>: never.</param>
    private readonly record struct Absence(long Since, int Tries, long? Noticed);
}
