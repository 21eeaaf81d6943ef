using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>An area of localStorage that this tab owns.</summary>
[SupportedOSPlatform("browser")]
internal sealed class LocalStorageStore(string area, TimeSpan wait) : BrowserStore(typeof(LocalStorageKeyValueStore))
{
    protected override Task<int> OpenOnceAsync() =>
        Module.AskAsync("openLocalStorage", Frames.Keys(area, ToMilliseconds(wait)), store => store);
}
