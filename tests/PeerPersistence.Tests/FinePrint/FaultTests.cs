using System.Runtime.CompilerServices;
using Moq;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>A store that fails at any of its calls: the error comes through, nothing is half done, the next call works.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in EveryCall.Names)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    [Trait("Speed", "Slow")]
    public async Task AnyCall_StoreFailsAtItsNthCall_IsAllOrNothing(string call, bool afterTheCommit)
    {
        for (var n = 1; ; n++)
        {
            var store = new FailingStore { FailsAfterTheCommit = afterTheCommit };
            await using var setup = new Setup(store: store);
            await setup.Service.StorePeersAsync([setup.Friend("a") with { BlacklistUntil = setup.Now.AddMinutes(1) }, setup.Friend("b")]);
            setup.Time.Advance(TimeSpan.FromDays(40));
            await using var service = setup.Another();
            if (n % 2 == 0)
                await service.InitializeAsync();
            store.FailAt(n);

            var failed = await FailsAsync(() => EveryCall.RunAsync(call, service));
            var triggered = !store.IsArmed;
            store.FailAt(0);

            var ids = await service.GetAllPeerIdsAsync();
            await service.StorePeerAsync(setup.Friend("later") with { SharedSecret = "s" });
            await using var fresh = setup.Another();
            (await fresh.GetAllPeerIdsAsync()).Should().Equal([.. ids, "later"], "after a fault at call {0}", n);
            (await fresh.GetStorageStatsAsync()).Should().Be(await service.GetStorageStatsAsync());
            (await fresh.GetStorageStatsAsync()).DamagedRecords.Should().Be(0);
            if (!triggered && !failed)
                return;
        }
    }

    [Fact]
    public async Task Open_ScanBreaksInTheMiddle_IsAllOrNothingAndTriedAgain()
    {
        var store = new FailingStore();
        await using var setup = new Setup(store: store);
        await setup.Service.StorePeersAsync(Enumerable.Range(0, 20).Select(i => setup.Friend($"peer-{i:00}")));
        await using var service = setup.Another();
        store.ScansBreakAfter = 7;
        await FluentActions.Awaiting(() => service.GetAllPeerIdsAsync()).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(() => service.StorePeerAsync(setup.Friend("x"))).Should().ThrowAsync<IOException>();
        store.ScansBreakAfter = int.MaxValue;

        (await service.GetAllPeerIdsAsync()).Should().HaveCount(20);
        (await service.QueryPeersAsync()).Should().HaveCount(20);
    }

    [Fact]
    public async Task Commit_AlwaysRefused_EndsWithAnError()
    {
        var store = new Mock<IKeyValueStore>();
        store.Setup(s => s.ScanAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(new InMemoryKeyValueStore().ScanAsync(""));
        var service = new PeerPersistenceService(store.Object);

        await FluentActions.Awaiting(() => service.StorePeerAsync(PeerData.Create("a"))).Should().ThrowAsync<PeerPersistenceException>();
    }

    [Fact]
    public async Task MockedStore_ThatHolds_IsServedAndNeverDisposedOf()
    {
        var inner = new InMemoryKeyValueStore();
        var store = new Mock<IKeyValueStore>(MockBehavior.Strict);
        var disposable = store.As<IAsyncDisposable>();
        store.As<IDisposable>();
        store.Setup(s => s.GetAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns((string key, CancellationToken token) => inner.GetAsync(key, token));
        store.Setup(s => s.ScanAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns((string prefix, CancellationToken token) => inner.ScanAsync(prefix, token));
        store.Setup(s => s.CommitAsync(It.IsAny<KeyValueBatch>(), It.IsAny<CancellationToken>())).Returns((KeyValueBatch batch, CancellationToken token) => inner.CommitAsync(batch, token));

        await using (var service = new PeerPersistenceService(store.Object, keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())))
            await service.StorePeerAsync(PeerData.Create("a") with { SharedSecret = "s" });
        await using var again = new PeerPersistenceService(store.Object, keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));

        (await again.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
        disposable.Verify(s => s.DisposeAsync(), Times.Never);
    }

    private static async Task<bool> FailsAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (IOException e) when (e.Message == FailingStore.Message)
        {
            return true;
        }
    }

    private sealed class FailingStore : IKeyValueStore
    {
        public const string Message = "The n-th call.";

        private readonly InMemoryKeyValueStore _inner = new();
        private int _callsLeft;

        public bool FailsAfterTheCommit { get; init; }

        public bool IsArmed => _callsLeft > 0;

        public int ScansBreakAfter { get; set; } = int.MaxValue;

        public void FailAt(int call) => _callsLeft = call;

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
        {
            Count();
            return _inner.GetAsync(key, cancellationToken);
        }

        public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Count();
            var items = 0;
            await foreach (var item in _inner.ScanAsync(prefix, cancellationToken))
                yield return items++ < ScansBreakAfter ? item : throw new IOException(Message);
        }

        public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            if (!FailsAfterTheCommit)
                Count();
            var committed = await _inner.CommitAsync(batch, cancellationToken);
            if (FailsAfterTheCommit)
                Count();
            return committed;
        }

        private void Count()
        {
            if (_callsLeft > 0 && --_callsLeft == 0)
                throw new IOException(Message);
        }
    }
}
