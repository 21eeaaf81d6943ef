namespace MeshChat;

/// <summary>How good each link is, measured by pings and written into the peer's record now and then.</summary>
internal sealed class QualityTracking(DataChannels channels, IPeerPersistenceService peers)
{
    private const int Every = 10;

    public void Start() => channels.Measured += link => _ = RecordAsync(link);

    private async Task RecordAsync(PeerLink link)
    {
        if (link.Measurements++ % Every != 1 || link.Measurement is not { } path)
            return;
        try
        {
            await peers.UpdateConnectionQualityAsync(link.Peer.Id, path with { Latency = link.Latency });
        }
        catch (PeerPersistenceException)
        {
            // The next measurement is as good.
        }
    }
}
