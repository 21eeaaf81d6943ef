using System.Net;
using System.Net.Sockets;

namespace MeshChat.Tests.Hostile;

/// <summary>Somebody who has nothing to do with the mesh, and counts who calls.</summary>
internal sealed class Victim : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _calls;

    public Victim()
    {
        _listener.Start();
        _ = CountAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    public int Calls => Volatile.Read(ref _calls);

    public void Dispose() => _listener.Stop();

    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _calls);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
