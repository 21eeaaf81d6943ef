using Microsoft.JSInterop;

namespace MeshChat;

/// <summary>The page's few scripts: plain modules, served as they are.</summary>
internal sealed class PageScripts(IJSRuntime js)
{
    private IJSObjectReference? _page;

    public ValueTask<IJSObjectReference> ImportAsync(string module) => js.InvokeAsync<IJSObjectReference>("import", "./" + module);

    /// <summary>Makes this tab the one that plays a part.</summary>
    /// <returns><c>false</c>: another tab does.</returns>
    public async Task<bool> ClaimAsync(string part) => await (await PageAsync()).InvokeAsync<bool>("claim", part);

    public async Task<bool> CopyAsync(string text) => await (await PageAsync()).InvokeAsync<bool>("copy", text);

    /// <summary>Takes what follows the # off the address, and gives it.</summary>
    public async Task<string> TakeFragmentAsync() => await (await PageAsync()).InvokeAsync<string>("takeFragment");

    public async Task WatchNetworkAsync(DotNetObjectReference<NetworkChanges> told) =>
        await (await PageAsync()).InvokeVoidAsync("watchNetwork", told);

    private async ValueTask<IJSObjectReference> PageAsync() => _page ??= await ImportAsync("page.js");
}
