using System.Net.NetworkInformation;

namespace PeerPersistence;

/// <summary>Whether this machine can reach anybody at all.</summary>
internal interface INetworkStatus
{
    /// <summary>Whether our own network is down for certain.</summary>
    bool IsDown { get; }
}

/// <summary>This machine's network cards.</summary>
internal sealed class NetworkCards : INetworkStatus
{
    /// <summary>It has cards, and none is up. A machine that shows none, as in a sandbox, proves nothing.</summary>
    public bool IsDown
    {
        get
        {
            try
            {
                return !NetworkInterface.GetIsNetworkAvailable() && NetworkInterface.GetAllNetworkInterfaces().Any(
                    card => card.NetworkInterfaceType is not (NetworkInterfaceType.Loopback or NetworkInterfaceType.Tunnel));
            }
            catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
            {
                return false;
            }
        }
    }
}
