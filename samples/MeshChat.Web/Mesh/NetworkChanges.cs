using Microsoft.JSInterop;

namespace MeshChat;

/// <summary>Another network, or none: the keeper begins anew, since every address of ours may be another one.</summary>
internal sealed class NetworkChanges(PageScripts scripts, ChatLog log, Func<ConnectionKeeper> keeper)
{
    private bool _isOnline = true;

    public Task StartAsync() => scripts.WatchNetworkAsync(DotNetObjectReference.Create(this));

    [JSInvokable]
    public void OnNetwork(bool isOnline)
    {
        if (isOnline != _isOnline)
            log.Tell(isOnline ? "Online again." : "Offline.");
        _isOnline = isOnline;
        keeper().Pause();
        if (isOnline)
            keeper().Resume();
    }
}
