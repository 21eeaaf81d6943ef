using System.Collections.Concurrent;
using System.Diagnostics;

namespace MeshChat;

/// <summary>Since when each peer is missed, and how often it was called since.</summary>
internal sealed class Absences
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, (long Since, int Tries)> _absent = new();

    /// <summary>The peer is missed from now on. Those that nobody missed yet are missed since the program began.</summary>
    public void Begin(string peerId) => _absent[peerId] = (Stopwatch.GetTimestamp(), 0);

    /// <returns>The number of tries, this one included.</returns>
    public int Try(string peerId) =>
        _absent.AddOrUpdate(peerId, _ => (_start, 1), (_, absence) => (absence.Since, absence.Tries + 1)).Tries;

    public (int Tries, TimeSpan Duration) Of(string peerId)
    {
        var (since, tries) = _absent.GetValueOrDefault(peerId, (_start, 0));
        return (tries, Stopwatch.GetElapsedTime(since));
    }
}
