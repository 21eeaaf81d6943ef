using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>An area of localStorage that this tab owns.</summary>
[SupportedOSPlatform("browser")]
internal sealed class LocalStorageStore(string area, TimeSpan wait) : BrowserStore(typeof(LocalStorageKeyValueStore))
{
    protected override Task<int> OpenOnceAsync() =>
        Module.CallAsync(call => Imports.StoreOpen("localstorage", area, (int)wait.TotalMilliseconds, false, call));
}
