using System.Net.NetworkInformation;

namespace PeerPersistence;

/// <summary>This machine's networks: a change counts once it has been quiet for two seconds, and addresses of real cards differ.</summary>
internal sealed class NetworkMonitor : INetworkMonitor
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Cards of virtual machines, containers and tunnels come and go without the network doing so.</summary>
    private static readonly string[] Virtual = ["docker", "veth", "br-", "virbr", "vmnet", "vboxnet", "vethernet", "hyper-v", "virtual"];

    private readonly NetworkCards _cards = new();
    private readonly ITimer _timer;
    private string _addresses;

    private NetworkMonitor()
    {
        _addresses = Addresses();
        _timer = TimeProvider.System.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            NetworkChange.NetworkAddressChanged += (_, _) => _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            // Then nobody is told; rounds and resumes go on.
        }
    }

    public event Action? Changed;

    /// <summary>One a process: what it asks of the system is the same for all.</summary>
    public static NetworkMonitor Shared => Instance.Monitor;

    public bool IsDown => _cards.IsDown;

    internal static bool IsVirtual(string name, string description) => Virtual.Any(
        word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
            || description.Contains(word, StringComparison.OrdinalIgnoreCase));

    private void Look()
    {
        var addresses = Addresses();
        if (Interlocked.Exchange(ref _addresses, addresses) != addresses && addresses.Length > 0)
            Changed?.Invoke();
    }

    private static string Addresses()
    {
        try
        {
            return string.Join(' ', NetworkInterface.GetAllNetworkInterfaces()
                .Where(card => card.OperationalStatus == OperationalStatus.Up && !IsVirtual(card.Name, card.Description)
                    && card.NetworkInterfaceType is not (NetworkInterfaceType.Loopback or NetworkInterfaceType.Tunnel))
                .SelectMany(card => card.GetIPProperties().UnicastAddresses)
                .Select(address => address.Address.ToString()).OrderBy(text => text, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            return "";
        }
    }

    private static class Instance
    {
        public static readonly NetworkMonitor Monitor = new();
    }
}
