using PeerPersistence.Testing;

namespace PeerPersistence.Browser.TestApp;

/// <summary>One case of the conformance kit on one kind of store: "kind case".</summary>
internal static class Kit
{
    private static readonly Dictionary<string, StoreUnderTest> Stores = new()
    {
        ["indexeddb"] = new IndexedDbUnderTest(),
        ["localstorage"] = new LocalStorageUnderTest(),
        ["memory"] = new InMemoryUnderTest(),
    };

    public static async Task<string> RunAsync(string argument)
    {
        var store = Stores[argument.Split(' ')[0]];
        await StoreContract.Case(argument.Split(' ')[1]).RunAsync(store);
        return store.Name;
    }

    private sealed class IndexedDbUnderTest : StoreUnderTest
    {
        public override string Name => "IndexedDB";

        public override StoreCapabilities Capabilities => KitCapabilities.IndexedDb;

        public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
            new(new IndexedDbKeyValueStore(place));

        public override async ValueTask DeleteAsync(string place)
        {
            await using var store = new IndexedDbKeyValueStore(place);
            await store.Ability<IErasableStore>()!.EraseAsync();
        }
    }

    private sealed class LocalStorageUnderTest : StoreUnderTest
    {
        private const int LittleRoom = 600_000;

        public override string Name => "localStorage";

        public override StoreCapabilities Capabilities => KitCapabilities.LocalStorage;

        public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default)
        {
            // A store that is opened by its first call is locked by it. A lock that is free is given at once, but for a machine that has much
            // to do: one case alone waits in vain.
            var store = new LocalStorageKeyValueStore(place + "/", new() { LockTimeout = TimeSpan.FromSeconds(3) });
            await store.GetAsync("", cancellationToken);
            return store;
        }

        public override ValueTask<IKeyValueStore> OpenSmallAsync(string place, CancellationToken cancellationToken = default)
        {
            Page.Set("filler", new string(' ', 5 * 1024 * 1024 - LittleRoom));
            return OpenAsync(place, cancellationToken);
        }

        public override ValueTask DeleteAsync(string place)
        {
            Page.Clear();
            return default;
        }
    }

    private sealed class InMemoryUnderTest : StoreUnderTest
    {
        private readonly Dictionary<string, InMemoryKeyValueStore> _places = [];

        public override string Name => "memory";

        public override StoreCapabilities Capabilities => KitCapabilities.InMemory;

        public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
            new(_places.TryGetValue(place, out var store) ? store : _places[place] = new());
    }
}
