namespace PeerPersistence;

/// <content>What it does while nobody is connected: perhaps our own network is cut, and nobody tells.</content>
public sealed partial class ConnectionKeeper
{
    /// <summary>How many of the likeliest take turns.</summary>
    private const int Probed = 5;

    private readonly Dictionary<string, long> _probes = new(StringComparer.Ordinal);
    private long? _aloneSince;
    private long _nextProbe;

    /// <summary>Somebody is connected again: failures of a time in which nobody answered tell nothing of the peers.</summary>
    /// <returns>Whether that is so since the last time.</returns>
    private bool EndsBeingAlone()
    {
        if (_aloneSince is null || _table.Connected == 0)
            return false;
        _aloneSince = null;
        _probes.Clear();
        return true;
    }

    /// <summary>One try at one of the likeliest, whatever its backoff, the rarer the longer it has been in vain.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (_table.Connected > 0)
            return;
        var now = _time.GetTimestamp();
        if (_aloneSince is null)
            (_aloneSince, _nextProbe) = (now, ProbeAfter(now)); // The round before has just tried.
        if (now < _nextProbe)
            return;
        var query = new ReconnectionQuery
        {
            Limit = Probed, ExcludePeerIds = _table.Excluded(KeeperPlan.LongestProbe), OnlyPeerIds = _options.Target > 0 ? null : _pinned,
        };
        var likeliest = await _peers.GetReconnectionCandidatesAsync(query, cancellationToken).ConfigureAwait(false);
        if (likeliest.Select(each => each.Peer.PeerId).OrderBy(peerId => _probes.GetValueOrDefault(peerId, long.MinValue)).FirstOrDefault()
            is { } next)
        {
            _probes[next] = now;
            await RoundAsync(RoundTo(next), takesOver: false, cancellationToken).ConfigureAwait(false);
        }

        _nextProbe = ProbeAfter(_time.GetTimestamp());
    }

    private long ProbeAfter(long now)
    {
        var rest = KeeperPlan.ProbeAfter(_time.GetElapsedTime(_aloneSince ?? now, now), _options.Interval);
        return now + (long)(rest.TotalSeconds * _time.TimestampFrequency);
    }
}
