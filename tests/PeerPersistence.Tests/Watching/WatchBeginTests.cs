namespace PeerPersistence.Tests.Watching;

/// <summary>What is written while a watch still takes in how things stood.</summary>
public sealed class WatchBeginTests
{
    [Fact]
    public Task Update_IsTold() => TellsAsync(service => service.UpdatePeerAsync("a", peer => peer with { DisplayName = "AA" }), "Updated a: A > AA");

    [Fact]
    public Task Store_IsTold() => TellsAsync(service => service.StorePeerAsync(PeerData.Create("b")), "Added b: - > Unknown");

    [Fact]
    public Task Clear_IsTold() => TellsAsync(service => service.ClearAllAsync(), "Removed a: A > -");

    [Fact, Trait("Large", "")]
    public async Task StoreOfThousands_AllAreTold()
    {
        const int Peers = PendingChanges.Capacity + 100;
        var store = new SlowScanStore();
        await using var setup = new Setup(options => options.MaxPeers = Peers, store);
        await setup.Service.InitializeAsync();
        await using var watch = new WatchReader(setup.Service);
        await Eventually.Until(() => store.IsAsked);

        await setup.Service.StorePeersAsync(Enumerable.Range(0, Peers).Select(i => setup.Friend($"{i}")));
        store.Go();

        var told = new HashSet<string>();
        while (told.Count < Peers)
            told.Add(await watch.NextAsync());
    }

    [Fact]
    public async Task Store_ReadBeforeItsAnswerCame_IsTold()
    {
        var store = new SlowScanStore();
        await using var setup = new Setup(store: store);
        await setup.Service.InitializeAsync();
        await using var watch = new WatchReader(setup.Service);
        await Eventually.Until(() => store.IsAsked);
        store.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        var storing = setup.Service.StorePeerAsync(setup.Friend("b"));
        await Eventually.Until(() => store.IsAnswering);
        store.Go();

        (await watch.NextAsync()).Should().Be("Added b: - > Unknown");
        store.Answer.SetResult();
        await storing;
    }

    private static async Task TellsAsync(Func<IPeerPersistenceService, Task> write, string told)
    {
        var store = new SlowScanStore();
        await using var setup = new Setup(store: store);
        await setup.Service.StorePeerAsync(setup.Friend("a") with { DisplayName = "A" });
        await using var watch = new WatchReader(setup.Service);
        await Eventually.Until(() => store.IsAsked);

        await write(setup.Service);
        store.Go();

        (await watch.NextAsync()).Should().Be(told);
    }

    /// <summary>A store whose scan of the records, and of nothing else, begins when it is told to.</summary>
    private sealed class SlowScanStore : IKeyValueStore
    {
        private readonly InMemoryKeyValueStore _inner = new();
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _asked;

        public bool IsAsked => _asked;

        /// <summary>Commits are there at once; that they are is said when this completes.</summary>
        public TaskCompletionSource? Answer { get; set; }

        public bool IsAnswering { get; private set; }

        public void Go() => _go.SetResult();

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => _inner.GetAsync(key, cancellationToken);

        public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            var committed = await _inner.CommitAsync(batch, cancellationToken);
            if (Answer is { } answer)
            {
                IsAnswering = true;
                await answer.Task;
            }

            return committed;
        }

        public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (prefix == "mesh:peer:")
            {
                _asked = true;
                await _go.Task.WaitAsync(cancellationToken);
            }

            await foreach (var pair in _inner.ScanAsync(prefix, cancellationToken))
                yield return pair;
        }
    }
}
