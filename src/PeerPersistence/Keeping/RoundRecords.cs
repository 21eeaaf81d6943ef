using System.Collections.Concurrent;

namespace PeerPersistence;

/// <summary>
/// Sees to it that each connection of one round is recorded once: by the round, or, where the round took the try for failed or stopped
/// in the moment in which it succeeded, by us.
/// </summary>
internal sealed class RoundRecords(Action<KeptConnection> recordMissed) : IProgress<ReconnectionProgress>, IDisposable
{
    private readonly ConcurrentDictionary<string, KeptConnection> _arrived = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _over = new(StringComparer.Ordinal);

    public void Arrived(KeptConnection kept)
    {
        _arrived[kept.PeerId] = kept;
        if (_over.ContainsKey(kept.PeerId))
            End(kept.PeerId, isRecorded: false); // Too late for the round, which may wait for what happened to the peer before.
    }

    public void Report(ReconnectionProgress value)
    {
        if (value.Step == ReconnectionStep.Trying)
            return;
        _over[value.PeerId] = true;
        End(value.PeerId, isRecorded: value.Step == ReconnectionStep.Connected);
    }

    /// <summary>The round is over, whatever came of it: nobody's end waits for it any more.</summary>
    public void Dispose()
    {
        foreach (var peerId in _arrived.Keys)
            End(peerId, isRecorded: false);
    }

    private void End(string peerId, bool isRecorded)
    {
        if (!_arrived.TryRemove(peerId, out var kept))
            return;
        if (!isRecorded)
            recordMissed(kept);
        kept.SetRecorded();
    }
}
