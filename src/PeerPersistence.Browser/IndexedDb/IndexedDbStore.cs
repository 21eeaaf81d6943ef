using System.Globalization;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>A database of this page's.</summary>
[SupportedOSPlatform("browser")]
internal sealed class IndexedDbStore(string database, IndexedDbStoreOptions options)
    : BrowserStore(typeof(IndexedDbKeyValueStore)), IChangeSignal, IErasableStore
{
    public event Action? Changed;

    protected override bool AreTokensLasting => true;

    public async Task EraseAsync()
    {
        await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await EndAsync("erase").ConfigureAwait(false);
    }

    /// <remarks>What lies in localStorage is brought over before anybody has the store, so that nobody sees the half of it.</remarks>
    protected override Task<int> OpenOnceAsync() => Module.AskAsync(
        "openIndexedDb",
        Frames.Keys(
            database, ToMilliseconds(options.OpenTimeout), options.Durability == IndexedDbDurability.Strict ? "strict" : "relaxed",
            options.MoveFromLocalStorage ? options.LocalStoragePrefix ?? "mesh:" : ""),
        Opened);

    private int Opened(int slot)
    {
        var told = Frames.ReadKeys(Imports.Take(slot));
        var (store, moved) = (int.Parse(told[0], CultureInfo.InvariantCulture), int.Parse(told[1], CultureInfo.InvariantCulture));
        if (moved > 0)
            options.Logger.LocalStorageMoved(moved);
        if (moved < 0)
            options.Logger.LocalStorageLeft(-moved);
        Module.Listen(store, () => Changed?.Invoke());
        return store;
    }
}
