using System.Net;
using System.Net.Sockets;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>A port at which a process of the tests can listen, and listen again after it was down.</summary>
internal static class FreePort
{
    /// <returns>None that the system gives to outgoing connections: one of these would take it meanwhile.</returns>
    public static int Find()
    {
        while (true)
        {
#pragma warning disable RS0030 // Processes that start at the same time must not try the same ports.
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(15_000, 32_000));
#pragma warning restore RS0030
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
