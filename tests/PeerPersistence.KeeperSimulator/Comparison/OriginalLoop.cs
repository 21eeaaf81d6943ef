namespace PeerPersistence.KeeperSimulator;

/// <summary>
/// The same loop in the original's order: of the twenty best by quality the ten best by reconnection score, with its age limit and its
/// blacklist. It counts failures in an outage of its own, too.
/// </summary>
internal sealed class OriginalLoop(Network network, Machine machine) : Rival(network, machine)
{
    private const int Limit = 10, FailedAttempts = 5;
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7), Blacklisting = TimeSpan.FromDays(1);

    private readonly Dictionary<string, PeerData> _peers = new(StringComparer.Ordinal);

    private DateTimeOffset Now => World.Beginning + World.Now;

    protected override async Task RunAsync()
    {
        foreach (var peerId in Known)
            _peers.TryAdd(peerId, PeerData.Create(peerId, World.Beginning));
        while (true)
        {
            foreach (var peerId in Connected < Target ? Candidates() : [])
            {
                if (Connected >= Target)
                    break;
                if (!await DialAsync(peerId).ConfigureAwait(false))
                    _peers[peerId] = AfterFailure(_peers[peerId]);
            }

            await WaitAsync(30).ConfigureAwait(false);
        }
    }

    protected override void Won(string peerId, LinkEnd end) => _peers[peerId] = _peers[peerId] with
    {
        LastSeen = Now,
        LastConnected = Now,
        ReconnectionAttempts = 0,
        BlacklistUntil = null,
        ConnectionQuality = _peers[peerId].ConnectionQuality.Record(
            new() { Success = true, ConnectionType = ConnectionType.ServerReflexive }, Now),
    };

    protected override void Lost(string peerId, TimeSpan uptime) => _peers[peerId] = _peers[peerId] with
    {
        LastSeen = Now, ConnectionQuality = _peers[peerId].ConnectionQuality.Record(new() { Uptime = uptime }, Now),
    };

    private List<string> Candidates() =>
    [
        .. _peers.Values.Where(peer => !IsConnected(peer.PeerId) && !(peer.BlacklistUntil > Now) && Now - peer.LastSeen <= MaxAge)
            .OrderByDescending(peer => PeerScore.Quality(peer)).Take(2 * Limit)
            .OrderByDescending(peer => PeerScore.Reconnection(peer, Now)).Take(Limit).Select(peer => peer.PeerId),
    ];

    private PeerData AfterFailure(PeerData peer)
    {
        var attempts = peer.ReconnectionAttempts + 1;
        return peer with
        {
            ReconnectionAttempts = attempts,
            ConnectionQuality = peer.ConnectionQuality.Record(new() { Success = false }, Now),
            BlacklistUntil = attempts >= FailedAttempts && peer.ConnectionQuality.SuccessfulConnections == 0
                ? Now + Blacklisting : peer.BlacklistUntil,
        };
    }
}
