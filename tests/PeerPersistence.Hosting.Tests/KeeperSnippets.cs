using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PeerPersistence.Hosting.Tests;

/// <summary>The snippets about staying connected, run over TCP.</summary>
public sealed class KeeperSnippets : IDisposable
{
    private readonly TcpListener _alice = new(IPAddress.Loopback, 0);

    public KeeperSnippets() => _alice.Start();

    private string Address => _alice.LocalEndpoint.ToString()!;

    public void Dispose() => _alice.Stop();

    [Fact]
    public async Task KeepConnected_Runs()
    {
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        const string myPeerId = "me";

        // docs:begin keep-connected
        services.AddPeerPersistence()
            .KeepConnected<TcpConnector>(options => options.LocalPeerId = myPeerId);
        // docs:end
        services.AddPeerPersistence().UseInMemoryStore();
        using var host = builder.Build();
        var peers = host.Services.GetRequiredService<IPeerPersistenceService>();

        // docs:begin keep-met
        await peers.StorePeerAsync(new() { PeerId = "alice", CachedCandidates = [new(Address)] });
        // docs:end
        await host.StartAsync();
        using var call = await _alice.AcceptTcpClientAsync();
        var keeper = host.Services.GetRequiredService<ConnectionKeeper>();
        using var other = new TcpClient();
        await other.ConnectAsync((IPEndPoint)_alice.LocalEndpoint);
        Welcome("bob", other);
        List<string> shown = [];
        using var source = new CancellationTokenSource();
        var cancellationToken = source.Token;
        try
        {
            // docs:begin keeper-watch
            await foreach (var state in keeper.WatchAsync(cancellationToken))
            {
                foreach (var link in state.Connections)
                    Show(link.PeerId, link.IsConnected ? $"connected since {link.Since:t}" : "connecting …");
                foreach (var missing in state.Missing)
                    Show(missing.PeerId, $"{missing.Reason}, next try {missing.Until:t}");
            }
            // docs:end
        }
        catch (OperationCanceledException)
        {
        }

        shown.Should().Contain(line => line.StartsWith("alice connected")).And.Contain(line => line.StartsWith("bob connected"));
        await host.StopAsync();

        void Welcome(string peerId, TcpClient client)
        {
            // docs:begin keeper-accept
            keeper.Accept(peerId, new TcpLink(client));   // who calls us, once it has proved who it is
            // docs:end
        }

        void Show(string peerId, string how)
        {
            shown.Add($"{peerId} {how}");
            if (shown.Exists(line => line.StartsWith("alice connected", StringComparison.Ordinal))
                && shown.Exists(line => line.StartsWith("bob", StringComparison.Ordinal)))
                source.Cancel();
        }
    }

    [Fact]
    public async Task WithoutAHost_Runs()
    {
        await using var peers = new PeerPersistenceService(new InMemoryKeyValueStore());
        await peers.StorePeerAsync(new() { PeerId = "alice", CachedCandidates = [new(Address)] });

        // docs:begin keeper-alone
        await using var keeper = new ConnectionKeeper(peers, new TcpConnector(), new() { LocalPeerId = "me", Target = 3 });
        keeper.Start();
        // docs:end
        using var call = await _alice.AcceptTcpClientAsync();

        // docs:begin keeper-user
        var isConnected = await keeper.ConnectNowAsync("alice");   // a tap on a name
        await keeper.DisconnectAsync("alice");                     // leaves her alone until she calls, or is asked for
        keeper.Pause();                                            // the app goes into the background; a tap that waits is given up
        keeper.Resume();
        // docs:end

        isConnected.Should().BeTrue();
        keeper.State.Connections.Should().BeEmpty();
    }

    // docs:begin keep-connector
    internal sealed class TcpConnector : IPeerConnector
    {
        public Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) =>
            TcpLink.ConnectAsync(peer.CachedCandidates[0].Candidate, cancellationToken);
    }

    internal sealed class TcpLink(TcpClient client) : IPeerConnection
    {
        public Task<Departure> Ended { get; } = ReadAsync(client.GetStream());

        public static async Task<IPeerConnection> ConnectAsync(string address, CancellationToken cancellationToken)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(address), cancellationToken);
            return new TcpLink(client);   // prove here that it is the peer who answers
        }

        public ValueTask DisposeAsync() => client.GetStream().DisposeAsync();

        private static async Task<Departure> ReadAsync(Stream stream)
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) > 0)
            {
                // What the peer says is yours.
            }

            return Departure.Remote;
        }
    }
    // docs:end
}
