using System.Net;
using System.Net.Sockets;

namespace PeerPersistence.Hosting.Tests;

/// <summary>The first lines of the README, run as they stand.</summary>
public sealed class ReadmeTests
{
    private const string Store = "peers.db";

    [Fact]
    public async Task Readme_Runs()
    {
        using var alice = new TcpListener(IPAddress.Loopback, 0);
        alice.Start();
        TcpLink.Alice = (IPEndPoint)alice.LocalEndpoint;
        Forget();
        try
        {
            await RunAsync(alice);
            File.Exists(Store).Should().BeTrue();
        }
        finally
        {
            Forget();
        }
    }

    private static async Task RunAsync(TcpListener alice)
    {
        // docs:begin readme-keeper
        await using var peers = await PeerPersistenceService.OpenAsync("peers.db");
        await using var keeper = new ConnectionKeeper(peers, ConnectAsync, new() { LocalPeerId = "me" });
        keeper.Start();

        // You met alice: say where she is. The keeper connects now, and again after every restart, sleep or loss.
        await peers.StorePeerAsync(new() { PeerId = "alice", CachedCandidates = [new("192.0.2.7:4000")] });

        // Your transport: connect to one peer.
        static Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) =>
            TcpLink.ConnectAsync(peer.CachedCandidates[0].Candidate, cancellationToken);
        // docs:end
        using var call = await alice.AcceptTcpClientAsync();
    }

    private static void Forget()
    {
        foreach (var file in Directory.GetFiles(".", Store + "*"))
            File.Delete(file);
    }

    /// <summary>Connects as the page's own link does, from the address on the page to where alice listens in this test.</summary>
    private static class TcpLink
    {
        public static IPEndPoint Alice { get; set; } = null!;

        public static Task<IPeerConnection> ConnectAsync(string address, CancellationToken cancellationToken)
        {
            address.Should().Be("192.0.2.7:4000");
            return KeeperSnippets.TcpLink.ConnectAsync($"{Alice}", cancellationToken);
        }
    }
}
