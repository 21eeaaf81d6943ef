using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>A database of this page's.</summary>
[SupportedOSPlatform("browser")]
internal sealed class IndexedDbStore(string database, IndexedDbStoreOptions options)
    : BrowserStore(typeof(IndexedDbKeyValueStore)), IChangeSignal, IErasableStore
{
    public event Action? Changed;

    public async Task EraseAsync()
    {
        await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        await EndAsync("erase").ConfigureAwait(false);
    }

    /// <remarks>What lies in localStorage is brought over first, through a store of its own, so that nobody sees the half of it.</remarks>
    protected override async Task<int> OpenOnceAsync()
    {
        if (options.MoveFromLocalStorage)
        {
            var target = new IndexedDbStore(database, options.WithoutMove());
            await using var owned = target.ConfigureAwait(false);
            await LocalStorageMove.RunAsync(target, options).ConfigureAwait(false);
        }

        var (wait, isStrict) = ((int)options.OpenTimeout.TotalMilliseconds, options.Durability == IndexedDbDurability.Strict);
        var store = await Module.CallAsync(call => Imports.StoreOpen("indexeddb", database, wait, isStrict, call)).ConfigureAwait(false);
        Module.Listen(store, () => Changed?.Invoke());
        return store;
    }
}
