using System.Runtime.CompilerServices;
using PeerPersistence.Testing;
using PeerPersistence.Tests.Protection;
using PeerPersistence.Tests.Storage.Files;

namespace PeerPersistence.Tests.Storage;

/// <summary>What a store can do is not lost behind the layers in front of it, and not used where a layer gets into its way.</summary>
public sealed class LayerTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<IAsyncDisposable> _open = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var each in Enumerable.Reverse(_open))
            await each.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ability_BehindLayers_IsTheInnerStoresOwn()
    {
        var file = await OpenAsync();
        var store = new AppLayer(new RecordingKeyValueStore(new AppLayer(file)));

        store.Ability<IFlushableStore>().Should().BeSameAs(file);
        store.Ability<IRecoveringStore>().Should().BeSameAs(file);
        store.Ability<IReadOnlyStore>().Should().BeSameAs(file);
        store.Ability<ICompactingStore>().Should().BeSameAs(file);
        store.Ability<IRekeyableStore>().Should().BeNull();
    }

    [Fact]
    public void Ability_LayerThatChangesKeys_PassesOnWhatNamesNone()
    {
        var store = new Prefixed(new Able(new InMemoryKeyValueStore()));

        store.Ability<IChangeTrackingStore>().Should().BeNull();
        store.Ability<IFlushableStore>().Should().BeOfType<Able>();
    }

    [Fact]
    public void Ability_LayerThatHidesOne_HidesThatOne()
    {
        var store = new AppLayer(new Hiding(new Able(new InMemoryKeyValueStore()), typeof(IFlushableStore)));

        store.Ability<IFlushableStore>().Should().BeNull();
        store.Ability<IChangeTrackingStore>().Should().NotBeNull();
    }

    [Fact]
    public void Ability_StoreThatIsNoLayer_IsWhatItIs()
    {
        var store = new InMemoryKeyValueStore();
        store.Ability<IBatchReadingStore>().Should().BeSameAs(store);
        new PlainStore(store).Ability<IBatchReadingStore>().Should().BeNull();
        new AppLayer(new PlainStore(store)).Ability<IBatchReadingStore>().Should().BeNull();
    }

    [Fact]
    public async Task Service_BehindALayerThatChangesKeys_FindsEveryPeer()
    {
        var inner = new InMemoryKeyValueStore();
        await using var setup = new Setup(store: new Prefixed(inner));
        await using var another = setup.Another();
        await setup.Service.StorePeersAsync([setup.Friend("a"), setup.Friend("b")]);
        await another.RemovePeerAsync("a");

        (await setup.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("b");
        (await inner.DumpAsync()).Keys.Should().OnlyContain(key => key.StartsWith("app/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Flush_BehindLayers_FlushesTheStore()
    {
        var store = new Able(new InMemoryKeyValueStore());
        await using var setup = new Setup(store: new AppLayer(EncryptedKeyValueStore.Create(new AppLayer(store), TestProviders.Fixed())));

        await setup.Service.FlushAsync();

        store.Flushes.Should().Be(1);
    }

    [Fact]
    public async Task Clear_BehindLayers_CompactsAndDeletesDamagedBytes()
    {
        var file = await OpenAsync();
        await file.SetTextAsync("mesh:peer:gone", "a name that must not stay");
        await file.DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.StorePath);
        bytes[Array.LastIndexOf(bytes, (byte)'y')] ^= 1;
        await File.WriteAllBytesAsync(_folder.StorePath, bytes);
        file = await OpenAsync();
        await using var setup = new Setup(store: new AppLayer(file));
        (await setup.Service.CheckHealthAsync()).Recovery.Should().BeSameAs(file.Recovery).And.Match<StoreRecoveryReport>(report => !report.IsClean);
        File.Exists(file.Recovery.DamagedBytesPath).Should().BeTrue();

        await setup.Service.ClearAllAsync();

        File.Exists(file.Recovery.DamagedBytesPath).Should().BeFalse();
    }

    [Fact]
    public async Task Service_ReadOnlyFileBehindALayer_ReadsAndWritesNothing()
    {
        await using (var setup = new Setup(store: await OpenAsync()))
            await setup.Service.StorePeerAsync(setup.Friend("a"));
        await _open[^1].DisposeAsync();
        await using var look = new Setup(store: new AppLayer(await OpenAsync(new() { ReadOnly = true })));

        (await look.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    [Fact]
    public async Task ChangeMasterKey_BehindALayerThatPassesItOn_ChangesTheRecordsKeys()
    {
        var inner = new InMemoryKeyValueStore();
        await using var setup = new Setup(store: new AppLayer(EncryptedKeyValueStore.Create(inner, TestProviders.Fixed())), keys: TestProviders.Fixed());
        await setup.Service.StorePeerAsync(setup.Friend("a") with { SharedSecret = "s" });

        await setup.Service.RotateKeysAsync();
        await setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2));

        await using var later = new Setup(store: EncryptedKeyValueStore.Create(inner, TestProviders.Fixed(2)), keys: TestProviders.Fixed(2));
        (await later.Service.GetPeerAsync("a"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public async Task ChangeMasterKey_SecondEncryptionInside_IsRefused()
    {
        var inner = EncryptedKeyValueStore.Create(new InMemoryKeyValueStore(), TestProviders.Fixed());
        await using var setup = new Setup(store: EncryptedKeyValueStore.Create(inner, TestProviders.Fixed()), keys: TestProviders.Fixed());

        await FluentActions.Awaiting(() => setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2))).Should().ThrowAsync<PeerPersistenceException>();
    }

    [Fact]
    public async Task ChangeMasterKey_NothingEncryptedBeneath_IsNotRefused()
    {
        await using var setup = new Setup(store: new PlainStore(new InMemoryKeyValueStore()), keys: TestProviders.Fixed());
        await setup.Service.ChangeMasterKeyAsync(TestProviders.Fixed(2));
    }

    [Fact]
    public async Task ExpectationsOnly_EncryptedStoreThatIsEmpty_MakesNoKey()
    {
        var inner = new InMemoryKeyValueStore();
        using var store = EncryptedKeyValueStore.Create(inner, TestProviders.Fixed());

        (await store.CommitAsync(new KeyValueBatch().Expect("a", (byte[]?)null))).Should().BeTrue();
        (await store.CommitAsync(new KeyValueBatch().Expect("a", Array.Empty<byte>()))).Should().BeFalse();

        (await inner.DumpAsync()).Should().BeEmpty();
    }

    [Fact]
    public void DeferredFileStore_HasEveryAbilityOfAFileStore() =>
        typeof(FileKeyValueStore).GetInterfaces().Except(typeof(DeferredFileStore).GetInterfaces()).Should().BeEmpty();

    private async Task<FileKeyValueStore> OpenAsync(FileStoreOptions? options = null)
    {
        var store = await FileKeyValueStore.OpenAsync(_folder.StorePath, options);
        _open.Add(store);
        return store;
    }

    private sealed class AppLayer(IKeyValueStore inner) : DelegatingKeyValueStore(inner);

    private sealed class Hiding(IKeyValueStore inner, Type hidden) : DelegatingKeyValueStore(inner)
    {
        public override object? GetAbility(Type ability) => ability == hidden ? null : base.GetAbility(ability);
    }

    private sealed class Able(IKeyValueStore inner) : DelegatingKeyValueStore(inner), IFlushableStore
    {
        public int Flushes { get; private set; }

        public Task FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return Task.CompletedTask;
        }
    }

    /// <summary>An application that keeps other things in the same store.</summary>
    private sealed class Prefixed(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
    {
        private const string Prefix = "app/";

        protected override bool ChangesKeysOrValues => true;

        public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            base.GetAsync(Prefix + key, cancellationToken);

        public override async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
            string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var (key, value) in Inner.ScanAsync(Prefix + prefix, cancellationToken))
                yield return new(key[Prefix.Length..], value);
        }

        public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            var prefixed = new KeyValueBatch();
            foreach (var (key, value) in batch.Expectations)
                prefixed.Expect(Prefix + key, value);
            foreach (var (key, value) in batch.Changes)
                _ = value is { } bytes ? prefixed.Set(Prefix + key, bytes) : prefixed.Remove(Prefix + key);
            return base.CommitAsync(prefixed, cancellationToken);
        }
    }
}
