using System.Net;
using System.Net.Sockets;
using PeerPersistence;

namespace Worker;

/// <summary>Reaches a peer by TCP. All else about staying connected is the keeper's.</summary>
internal sealed class TcpConnector : IPeerConnector
{
    public async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            // A peer that falls silent ends no connection by itself: the system asks after it when nothing has come for half a minute.
            client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            client.Client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            await client.ConnectAsync(IPEndPoint.Parse(peer.CachedCandidates[0].Candidate), cancellationToken);
            return new TcpConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private sealed class TcpConnection(TcpClient client) : IPeerConnection
    {
        public Task<Departure> Ended { get; } = ReadAsync(client.GetStream());

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return default;
        }

        private static async Task<Departure> ReadAsync(NetworkStream stream)
        {
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer) > 0)
            {
                // A worker has something to do with what came.
            }

            return Departure.Remote;
        }
    }
}
