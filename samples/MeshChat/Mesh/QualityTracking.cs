using System.Diagnostics;

namespace MeshChat;

/// <summary>How good each link is, measured by pings and written into the peer's record; and whether it is one at all.</summary>
internal sealed class QualityTracking(IPeerPersistenceService peers, LinkTable links, MeshPace pace, TimeProvider time, ITerminal terminal)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        Recurring.RunAsync(pace.Ping, time, terminal, PingAllAsync, cancellationToken);

    /// <summary>The ping carries the instant at which it left, so nothing has to be remembered.</summary>
    public static void Ping(PeerLink link) => link.Send(new Ping(Stopwatch.GetTimestamp()));

    public async Task ReceiveAsync(PeerLink from, Pong pong)
    {
        var latency = Stopwatch.GetElapsedTime(pong.Number);
        if (latency >= TimeSpan.Zero && latency <= pace.Silence)
        {
            var measurement = new QualityMeasurement { Latency = latency, ConnectionType = ConnectionType.Host, Address = from.ReachedAt };
            await peers.UpdateConnectionQualityAsync(from.PeerId, measurement);
        }
    }

    private Task PingAllAsync(CancellationToken cancellationToken)
    {
        foreach (var link in links.All)
        {
            if (link.Silence > pace.Silence)
                link.Cut();
            else
                Ping(link);
        }

        return Task.CompletedTask;
    }
}
