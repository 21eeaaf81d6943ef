using System.Collections.Concurrent;

namespace PeerPersistence;

/// <summary>
/// Sees to it that each connection of one round is recorded once: by the round, or, where the round took the try for failed or stopped
/// in the moment in which it succeeded, by us.
/// </summary>
internal sealed class RoundRecords(Action<KeptConnection> recordMissed) : IProgress<ReconnectionProgress>, IDisposable
{
    private readonly ConcurrentDictionary<string, KeptConnection> _arrived = new(StringComparer.Ordinal);

    public void Arrived(KeptConnection kept) => _arrived[kept.PeerId] = kept;

    public void Report(ReconnectionProgress value)
    {
        if (value.Step == ReconnectionStep.Trying || !_arrived.TryRemove(value.PeerId, out var kept))
            return;
        if (value.Step != ReconnectionStep.Connected)
            recordMissed(kept);
        kept.SetRecorded();
    }

    /// <summary>The round is over, whatever came of it: nobody's end waits for it any more.</summary>
    public void Dispose()
    {
        foreach (var kept in _arrived.Values)
        {
            recordMissed(kept);
            kept.SetRecorded();
        }
    }
}
