namespace PeerPersistence.Tests.FinePrint;

/// <summary>Disposing twice, using after disposal, disposing with calls in flight: all defined.</summary>
public sealed class DisposalTests
{
    public static TheoryData<StoreKind, string> Cases => EveryCall.OnEveryStore();

    [Theory, MemberData(nameof(Cases))]
    [Trait("Speed", "Slow")]
    public async Task AnyCall_AfterDisposal_SaysSoAndChangesNothing(StoreKind kind, string call)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        var before = await scene.DumpAsync();

        await scene.Service.DisposeAsync();
        await scene.Service.DisposeAsync();

        await FluentActions.Awaiting(() => EveryCall.RunAsync(call, scene.Service)).Should().ThrowAsync<ObjectDisposedException>();
        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_WhileTheStoreIsBeingOpened_TellsWhoeverWaits(bool storeLooksAtItsToken)
    {
        var store = new HeldStore(storeLooksAtItsToken);
        var service = new PeerPersistenceService(store);
        var calls = new[] { service.InitializeAsync(), service.GetAllPeerIdsAsync(), service.StorePeerAsync(PeerData.Create("a")) };
        await Eventually.Until(() => store.IsAsked);

        await service.DisposeAsync();
        store.Release();

        foreach (var call in calls)
        {
            var ended = await call.ContinueWith(task => task.Exception?.InnerException, TaskScheduler.Default);
            if (storeLooksAtItsToken)
                ended.Should().BeOfType<ObjectDisposedException>("nobody cancelled a call");
            else
                ended.Should().Match(e => e == null || e is ObjectDisposedException);
        }
    }

    [Theory, OnEveryStore]
    public async Task Dispose_WithManyCallsInFlight_EachEndsWellOrSaysSo(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 1000);
        await scene.Service.StorePeerAsync(scene.Friend("known"));
        var acknowledged = 0;
        var calls = Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            try
            {
                await scene.Service.StorePeerAsync(scene.Friend($"peer-{i:00}") with { SharedSecret = "secret" });
                await scene.Service.RecordConnectedAsync("known");
                Interlocked.Increment(ref acknowledged);
            }
            catch (ObjectDisposedException)
            {
            }
        })).ToList();
        await Eventually.Until(() => Volatile.Read(ref acknowledged) > 3 || calls.TrueForAll(call => call.IsCompleted));

        await scene.Service.DisposeAsync();

        await Task.WhenAll(calls);
        await scene.RestartAsync();
        (await scene.GetAsync("known")).ConnectionQuality.TotalConnections.Should().BeGreaterThan(acknowledged);
        var peers = await scene.Service.QueryPeersAsync();
        peers.Count.Should().BeGreaterThan(acknowledged);
        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo(peers.Select(peer => peer.PeerId));
    }

    [Fact]
    public async Task Dispose_StoreFromAContinuationOfAWrite_DoesNotDeadlock()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.File);
        await scene.Service.StorePeerAsync(scene.Friend("a")).ContinueWith(
            async _ =>
            {
                await scene.Service.DisposeAsync();
                ((FileKeyValueStore)scene.Store).Dispose();
            }, TaskContinuationOptions.ExecuteSynchronously).Unwrap();

        await scene.RestartAsync();
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    /// <summary>A store whose every read waits until it is let go.</summary>
    private sealed class HeldStore(bool looksAtItsToken) : IKeyValueStore
    {
        private readonly InMemoryKeyValueStore _inner = new();
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _asked;

        public bool IsAsked => _asked;

        public void Release() => _released.TrySetResult();

        public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
        {
            _asked = true;
            await _released.Task.WaitAsync(looksAtItsToken ? cancellationToken : default);
            return await _inner.GetAsync(key, default);
        }

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) => _inner.ScanAsync(prefix, default);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) => _inner.CommitAsync(batch, default);
    }
}
