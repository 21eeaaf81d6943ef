using System.Reflection;
using PeerPersistence.Tests.Storage.Files;
using Xunit.Sdk;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>The kinds of stores that every promise holds on.</summary>
public enum StoreKind
{
    Memory,
    File,

    /// <summary>An application's own, which cannot tell what changed.</summary>
    Plain,
}

/// <summary>Runs a theory once on each kind of store.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryStoreAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enum.GetValues<StoreKind>().Select(kind => new object[] { kind });
}

/// <summary>A store of one kind, a clock that a test moves, and a service as an application would make it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly StoreKind _kind;
    private readonly TempFolder _folder = new();

    private Scene(StoreKind kind) => _kind = kind;

    public TestClock Clock { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public PeerPersistenceOptions Options { get; } = new();

    public IMasterKeyProvider Keys { get; } = new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray());

    public FakeNetwork Network { get; } = new();

    public IKeyValueStore Store { get; private set; } = null!;

    public IPeerPersistenceService Service { get; private set; } = null!;

    public static async Task<Scene> OpenAsync(StoreKind kind, Action<PeerPersistenceOptions>? configure = null)
    {
        var scene = new Scene(kind);
        configure?.Invoke(scene.Options);
        scene.Store = kind switch
        {
            StoreKind.Memory => new InMemoryKeyValueStore(),
            StoreKind.Plain => new PlainStore(new InMemoryKeyValueStore()),
            _ => await FileKeyValueStore.OpenAsync(scene._folder.StorePath),
        };
        scene.Service = scene.Another();
        return scene;
    }

    /// <summary>Another service on the same store.</summary>
    public IPeerPersistenceService Another(PeerPersistenceOptions? options = null, IMasterKeyProvider? keys = null) =>
        new PeerPersistenceService(Store, options ?? Options, keys ?? Keys, Clock, logger: null, ranker: null, network: Network);

    /// <summary>The application ends and begins again; a file is closed and opened.</summary>
    public async Task RestartAsync()
    {
        await Service.DisposeAsync();
        if (_kind == StoreKind.File)
        {
            await ((FileKeyValueStore)Store).DisposeAsync();
            Store = await FileKeyValueStore.OpenAsync(_folder.StorePath);
        }

        Service = Another();
    }

    /// <summary>A peer that was connected to once, now.</summary>
    public PeerData Friend(string peerId) => PeerData.Create(peerId, Now);

    /// <summary>A peer that was only heard of.</summary>
    public PeerData Stranger(string peerId) => Friend(peerId) with { LastConnected = null, ConnectionQuality = new() };

    public async Task<PeerData> GetAsync(string peerId) => (await Service.GetPeerAsync(peerId))!;

    /// <summary>Everything in the store, byte for byte.</summary>
    public Task<SortedDictionary<string, string>> DumpAsync() => Store.DumpAsync();

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (Store is IAsyncDisposable store)
            await store.DisposeAsync();
        _folder.Dispose();
    }
}
