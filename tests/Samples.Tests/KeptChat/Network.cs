using System.Net;
using System.Net.Sockets;

namespace Samples.Tests.KeptChat;

/// <summary>The network between the processes. While it is cut, calls are taken and nobody answers; nothing tells of it.</summary>
internal sealed class Network : IDisposable
{
    private readonly List<TcpListener> _ends = [];
    private volatile TaskCompletionSource _passes = new();

    public Network() => _passes.SetResult();

    public void Cut() => _passes = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend() => _passes.SetResult();

    /// <returns>An address at which callers reach the one that listens at another address.</returns>
    public IPEndPoint WayTo(IPEndPoint listener)
    {
        var end = new TcpListener(IPAddress.Loopback, 0);
        end.Start();
        _ends.Add(end);
        _ = TakeCallsAsync(end, listener);
        return (IPEndPoint)end.LocalEndpoint;
    }

    public void Dispose() => _ends.ForEach(end => end.Stop());

    private async Task TakeCallsAsync(TcpListener end, IPEndPoint listener)
    {
        while (true)
            _ = ConnectAsync(await end.AcceptTcpClientAsync(), listener);
    }

    private async Task ConnectAsync(TcpClient caller, IPEndPoint listener)
    {
        using var callee = new TcpClient();
        using (caller)
        {
            await _passes.Task;
            await callee.ConnectAsync(listener);
            await Task.WhenAll(CarryAsync(caller.Client, callee.Client), CarryAsync(callee.Client, caller.Client));
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[4096];
        try
        {
            int length;
            do
            {
                length = await from.ReceiveAsync(buffer);
                await _passes.Task;
                await to.SendAsync(buffer.AsMemory(0, length));
            }
            while (length > 0);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            await _passes.Task;
            from.Close();
            to.Close();
        }
    }
}
