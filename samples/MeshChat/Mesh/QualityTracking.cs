using System.Diagnostics;

namespace MeshChat;

/// <summary>How good each link is, measured by pings and written into the peer's record; and whether it is one at all.</summary>
internal sealed class QualityTracking(IPeerPersistenceService peers, LinkTable links, MeshPace pace, TimeProvider time, ITerminal terminal)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        Recurring.RunAsync(pace.Ping, time, terminal, PingAllAsync, cancellationToken);

    public async Task ReceiveAsync(PeerLink from, Pong pong)
    {
        var latency = Stopwatch.GetElapsedTime(pong.Number);
        if (from.TakePong() && latency >= TimeSpan.Zero && latency <= pace.Silence)
        {
            var measurement = new QualityMeasurement
            {
                Latency = latency,
                ConnectionType = ConnectionType.Host,
                Address = from.ReachedAt is { } address ? ListenAddress.ToCandidate(address) : null,
            };
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
                link.Ping();
        }

        return Task.CompletedTask;
    }
}
