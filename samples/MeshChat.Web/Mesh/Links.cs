namespace MeshChat;

/// <summary>The links that stand: those of the keeper.</summary>
internal sealed class Links(Func<ConnectionKeeper> keeper)
{
    public IEnumerable<PeerLink> All =>
        keeper().State.Connections.Where(state => state.IsConnected).Select(state => Find(state.PeerId)).OfType<PeerLink>();

    public PeerLink? Find(string peerId) => keeper().Find(peerId) as PeerLink;

    /// <summary>A friend who is linked with a peer; of several, the one with the quickest link.</summary>
    public PeerLink? WayTo(string peerId) =>
        All.Where(link => link.Neighbours.Contains(peerId)).MinBy(link => link.Latency ?? TimeSpan.MaxValue);

    public void Broadcast(WireMessage message, PeerLink? except = null)
    {
        foreach (var link in All.Where(link => link != except).ToList())
            link.Send(message);
    }
}
