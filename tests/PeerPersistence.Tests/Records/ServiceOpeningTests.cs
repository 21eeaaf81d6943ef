using Moq;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests.Records;

public sealed class ServiceOpeningTests
{
    [Theory]
    [InlineData(StoreFault.Fail)]
    [InlineData(StoreFault.Cancel)]
    public async Task Initialize_StoreFailedAtFirst_IsTriedAgainByTheNextCall(StoreFault fault)
    {
        var store = new FaultyKeyValueStore(new InMemoryKeyValueStore(), StoreFaults.OnEvery(StoreCallKind.Scan, fault));
        await using var service = new PeerPersistenceService(store, new());
        await service.Awaiting(peers => peers.InitializeAsync()).Should().ThrowAsync<Exception>();

        store.Heal();

        await service.InitializeAsync();
        await service.StorePeerAsync(PeerData.Create("alice"));
    }

    [Fact]
    public async Task Initialize_AllGaveUpBeforeItFailed_IsObserved()
    {
        using var unobserved = new UnobservedFailures<GivenUpException>();

        for (var i = 0; i < 20; i++)
            await GiveUpAsync();

        unobserved.Collected.Should().BeEmpty();

        static async Task GiveUpAsync()
        {
            var gate = new TaskCompletionSource<ReadOnlyMemory<byte>?>();
            var store = new Mock<IKeyValueStore>();
            store.Setup(inner => inner.GetAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).Returns(new ValueTask<ReadOnlyMemory<byte>?>(gate.Task));
            var logger = new RecordingLogger<PeerPersistenceService>();
            await using var service = new PeerPersistenceService(store.Object, new(), logger: logger);
            using var giveUp = new CancellationTokenSource();
            var initializing = service.InitializeAsync(giveUp.Token);
            await giveUp.CancelAsync();
            await initializing.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();

            gate.SetException(new GivenUpException());
            await Eventually.Until(() => !logger.Entries.IsEmpty);
        }
    }

    private sealed class GivenUpException : Exception;
}
