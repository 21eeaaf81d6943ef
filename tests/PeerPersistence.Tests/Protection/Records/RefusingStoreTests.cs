namespace PeerPersistence.Tests.Protection.Records;

/// <summary>A store that says no to every commit is given up, whatever is encrypted.</summary>
public sealed class RefusingStoreTests
{
    [Fact]
    public async Task Commit_KeysThereAndEveryCommitRefused_IsGivenUp()
    {
        var inner = new InMemoryKeyValueStore();
        using (var working = EncryptedKeyValueStore.Create(inner, TestProviders.Fixed()))
            await working.SetTextAsync("a", "1");
        using var store = EncryptedKeyValueStore.Create(new Refusing(inner), TestProviders.Fixed());

        await FluentActions.Awaiting(async () => await store.CommitAsync(new KeyValueBatch().Set("a", default))).Should().ThrowAsync<StoreConflictException>();
        await FluentActions.Awaiting(() => store.RotateKeysAsync()).Should().ThrowAsync<StoreConflictException>();
        await FluentActions.Awaiting(() => store.ChangeMasterKeyAsync(TestProviders.Fixed(2))).Should().ThrowAsync<StoreConflictException>();
    }

    [Fact]
    public async Task Commit_NoKeysYetAndEveryCommitRefused_IsGivenUp()
    {
        using var store = EncryptedKeyValueStore.Create(new Refusing(new InMemoryKeyValueStore()), TestProviders.Fixed());

        await FluentActions.Awaiting(async () => await store.CommitAsync(new KeyValueBatch().Set("a", default))).Should().ThrowAsync<StoreConflictException>();
    }

    [Fact]
    public async Task StorePeer_SecretInAStoreThatRefusesTheKeys_IsGivenUp()
    {
        var inner = new InMemoryKeyValueStore();
        await using (var working = new Setup(store: inner))
            await working.Service.InitializeAsync();
        await using var setup = new Setup(store: new Refusing(inner));

        await FluentActions.Awaiting(() => setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" })).Should().ThrowAsync<StoreConflictException>();
    }

    /// <summary>Ends a test that would not end.</summary>
    private sealed class Refusing(IKeyValueStore inner) : IKeyValueStore
    {
        private int _refused;

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(
            string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, CancellationToken cancellationToken = default) =>
            inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) =>
            ++_refused < 10_000 ? new(false) : throw new InvalidOperationException("It goes on for ever.");
    }
}
