namespace PeerPersistence;

/// <summary>Tells when this machine came to another network, or to one at all.</summary>
internal interface INetworkMonitor : INetworkStatus
{
    event Action? Changed;
}
