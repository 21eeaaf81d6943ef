namespace MeshChat;

/// <summary>Notices who came and who went, tells the user and the friends, and introduces who is new.</summary>
internal sealed class Reunions(
    ChatLog log, Links links, Introductions introductions, Gossip gossip, Func<ConnectionKeeper> keeper, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<string, long> _lost = [];
    private IReadOnlyDictionary<string, PeerLink> _here = new Dictionary<string, PeerLink>();

    public async Task RunAsync()
    {
        await foreach (var _ in keeper().WatchAsync())
        {
            var now = links.All.ToDictionary(link => link.Peer.Id);
            var (came, went) = (now.Values.Where(IsNew).ToList(), _here.Values.Where(link => !now.ContainsKey(link.Peer.Id)).ToList());
            var before = _here;
            _here = now;
            went.ForEach(Miss);
            came.ForEach(link => Greet(link, before.ContainsKey(link.Peer.Id)));
            if (came.Count > 0 || went.Count > 0)
                gossip.TellAll();
        }
    }

    private bool IsNew(PeerLink link) => _here.GetValueOrDefault(link.Peer.Id) != link;

    private void Miss(PeerLink link)
    {
        _lost[link.Peer.Id] = time.GetTimestamp();
        var departure = link.Ended.IsCompletedSuccessfully ? link.Ended.Result : Departure.Local;
        log.Tell(departure switch
        {
            Departure.Remote => $"{link.Peer.Name} left.",
            Departure.Network => $"{link.Peer.Name} is out of reach; calling again.",
            _ => $"{link.Peer.Name} and you are not linked; friends carry your lines.",
        });
    }

    private void Greet(PeerLink link, bool wasHere)
    {
        if (!wasHere)
        {
            var missed = time.GetElapsedTime(_lost.GetValueOrDefault(link.Peer.Id, _start));
            var after = FormattableString.Invariant($"{missed.TotalSeconds:0.0} s");
            log.Tell(_lost.Remove(link.Peer.Id) ? $"{link.Peer.Name} is back after {after}." : $"{link.Peer.Name} is here, after {after}.");
        }

        introductions.Introduce(link);
    }
}
