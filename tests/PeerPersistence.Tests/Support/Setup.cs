namespace PeerPersistence.Tests;

/// <summary>A service over a store in memory, with a clock that a test moves and a master key of its own.</summary>
internal sealed class Setup : IAsyncDisposable
{
    private readonly Random? _random;

    public Setup(
        Action<PeerPersistenceOptions>? configure = null, IKeyValueStore? store = null, IMasterKeyProvider? keys = null, Random? random = null)
    {
        _random = random;
        configure?.Invoke(Options);
        Store = store ?? new InMemoryKeyValueStore();
        Keys = keys ?? new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        Service = Another();
    }

    public TestClock Time { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public PeerPersistenceOptions Options { get; } = new();

    public IKeyValueStore Store { get; }

    public IMasterKeyProvider Keys { get; }

    public IPeerPersistenceService Service { get; }

    public RecordingLogger<PeerPersistenceService> Logger { get; } = new();

    public FakeNetwork Network { get; } = new();

    /// <summary>Another service on the same store, as another process would have.</summary>
    public IPeerPersistenceService Another(IMasterKeyProvider? keys = null) =>
        new PeerPersistenceService(Store, Options, keys ?? Keys, Time, Logger, ranker: null, _random, network: Network);

    /// <summary>A peer that was connected to once, now.</summary>
    public PeerData Friend(string peerId) => PeerData.Create(peerId, Now);

    /// <summary>A peer that was only heard of.</summary>
    public PeerData Stranger(string peerId) => Friend(peerId) with { LastConnected = null, ConnectionQuality = new() };

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
