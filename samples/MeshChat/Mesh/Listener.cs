using System.Net;
using System.Net.Sockets;

namespace MeshChat;

/// <summary>Where this peer can be called. It can move: everyone is told, and calls again at the new address.</summary>
internal sealed class Listener(
    IPeerPersistenceService peers, OwnCard card, ChatOptions options, ChatFolder folder, LinkTable links, Doorkeeper doorkeeper, Mesh mesh,
    TimeProvider time, ITerminal terminal) : IDisposable
{
    private TcpListener? _current;

    /// <summary>Listens at the port that was asked for, or at the last one, or at any that is free.</summary>
    public void Open()
    {
        if (options.Port is { } wanted)
            Open(wanted);
        else if (folder.ReadPort() is not { } last || !TryOpen(last))
            Open(0);
    }

    /// <summary>Listens at another port, as after a change of network: no link survives it.</summary>
    /// <param name="port">0: any that is free.</param>
    public async Task MoveAsync(int port)
    {
        var old = _current;
        Open(port);
        old?.Stop();
        links.Broadcast(new Introduction([card.Current]));
        peers.NotifyNetworkChanged();
        terminal.Show(new Moved(card.Current.Addresses[0]));
        await mesh.CloseAllAsync();
    }

    public void Dispose() => _current?.Stop();

    private bool TryOpen(int port)
    {
        try
        {
            Open(port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Open(int port)
    {
        var listener = new TcpListener(options.Address, port);
        listener.Start();
        _current = listener;
        var address = (IPEndPoint)listener.LocalEndpoint;
        card.Issue(address);
        folder.WritePort(address.Port);
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            try
            {
                _ = doorkeeper.ReceiveAsync(await listener.AcceptSocketAsync());
            }
            catch (SocketException)
            {
                // A caller that hung up before it was heard, or no room for one; or stopped, which the next round finds out.
                await Task.Delay(TimeSpan.FromMilliseconds(20), time);
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
