using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PeerPersistence;

namespace Worker;

/// <summary>Keeps connections to some of the peers, and tells the library what happens.</summary>
internal sealed partial class KeepConnected(
    IPeerPersistenceService peers, IConfiguration configuration, TimeProvider time, ILogger<KeepConnected> logger) : BackgroundService
{
    private const int Wanted = 3;

    private readonly ILogger _logger = logger;
    private readonly ConcurrentDictionary<string, (TcpClient Client, DateTimeOffset Since)> _connections = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whom it knows it keeps as it is: a list that is stored takes the place of what was learnt.
        foreach (var address in configuration["peers"]?.Split(',') ?? [])
        {
            if (!await peers.ContainsAsync(address, stoppingToken))
                await peers.StorePeerAsync(new() { PeerId = address, CachedCandidates = [new(address)] }, stoppingToken);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do
        {
            await ForgetClosedAsync(stoppingToken);
            if (_connections.Count < Wanted)
                await ReconnectAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        var result = await peers.ReconnectAsync(
            ConnectAsync,
            new()
            {
                TargetConnections = Wanted - _connections.Count,
                Background = true,
                Query = new() { ExcludePeerIds = [.. _connections.Keys] },
            },
            cancellationToken: cancellationToken);
        if (result.Connected.Count > 0)
            Connected(result.Connected.Count, result.Failed.Count);
    }

    private async Task<bool> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken);
            return _connections.TryAdd(peer.PeerId, (client, time.GetUtcNow()));
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task ForgetClosedAsync(CancellationToken cancellationToken)
    {
        foreach (var (peerId, (client, since)) in _connections)
        {
            if (!IsClosed(client))
                continue;
            client.Dispose();
            _connections.TryRemove(peerId, out _);
            await peers.RecordDisconnectedAsync(peerId, time.GetUtcNow() - since, Departure.Remote, cancellationToken);
        }
    }

    // Readable, and nothing to read: the other side has closed it.
    private static bool IsClosed(TcpClient client) => client.Client.Poll(TimeSpan.Zero, SelectMode.SelectRead) && client.Available == 0;

    [LoggerMessage(1, LogLevel.Information, "Connected to {Connected} more; {Failed} did not answer.")]
    private partial void Connected(int connected, int failed);
}
