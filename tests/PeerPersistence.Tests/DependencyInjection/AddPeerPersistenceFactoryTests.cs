using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PeerPersistence.Testing;

namespace PeerPersistence.Tests.DependencyInjection;

public sealed class AddPeerPersistenceFactoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceCollection _services = new();

    public AddPeerPersistenceFactoryTests() => _services.AddSingleton<TimeProvider>(_time);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Get_TwoIdentities_ShareNothing()
    {
        _services.AddPeerPersistenceFactory().UseInMemoryStores().UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        await using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();

        await factory.Get("alice").StorePeerAsync(PeerData.Create("x") with { SharedSecret = "s" });

        (await factory.Get("bob").GetAllPeerIdsAsync()).Should().BeEmpty();
        (await factory.Get("alice").GetPeerAsync("x"))!.SharedSecret.Should().Be("s");
        (await factory.Get("Alice").GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_ClosedMeanwhile_ThePeersAreThere(bool files)
    {
        var builder = _services.AddPeerPersistenceFactory(options => (options.MaxOpen, options.IdleTimeout) = (2, TimeSpan.FromSeconds(1)));
        (files ? builder.UseFileStores(_folder) : builder.UseInMemoryStores()).UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        await using var provider = _services.BuildServiceProvider();
        var factory = (PeerPersistenceFactory)provider.GetRequiredService<IPeerPersistenceFactory>();
        var services = Enumerable.Range(0, 5).Select(i => factory.Get($"user {i}")).ToList();
        for (var i = 0; i < services.Count; i++)
            await services[i].StorePeerAsync(PeerData.Create($"peer {i}") with { SharedSecret = $"{i}" });
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Until(() => factory.Count == 0);

        for (var i = 0; i < services.Count; i++)
            (await services[i].GetPeerAsync($"peer {i}"))!.SharedSecret.Should().Be($"{i}");

        await Eventually.Until(() => factory.Count <= 2);
    }

    [Fact]
    public async Task UseFileStores_AnyName_IsOneFileInTheFolder()
    {
        _services.AddPeerPersistenceFactory().UseFileStores(Path.Combine(_folder, "new", "data")).UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        using (var provider = _services.BuildServiceProvider())
        {
            foreach (var identity in new[] { "alice", "Alice", "../up", "/etc/passwd", "con", new string('é', 256) })
                await provider.GetRequiredService<IPeerPersistenceFactory>().Get(identity).StorePeerAsync(PeerData.Create(identity[..1]));
        }

        Directory.GetFiles(_folder, "*.peers", SearchOption.AllDirectories).Should().HaveCount(6)
            .And.OnlyContain(path => Path.GetDirectoryName(path) == Path.Combine(_folder, "new", "data"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Remove_AnIdentity_LeavesNothingOfItAndTheOthersAlone(bool files, bool encrypted)
    {
        var stores = new Dictionary<string, InMemoryKeyValueStore> { ["alice"] = new(), ["bob"] = new() };
        var builder = _services.AddPeerPersistenceFactory();
        (files ? builder.UseFileStores(_folder) : builder.UseStores((_, identity) => stores[identity])).UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        if (encrypted)
            builder.EncryptRecords();
        await using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        var alice = factory.Get("alice");
        await alice.StorePeerAsync(PeerData.Create("x") with { SharedSecret = "s" });
        await factory.Get("bob").StorePeerAsync(PeerData.Create("y"));

        if (files)
            await File.WriteAllTextAsync(Path.Combine(_folder, "alice.peers.damaged-1"), "what was set aside at some opening");

        await factory.RemoveAsync("alice");

        (await stores["alice"].DumpAsync()).Should().BeEmpty();
        if (files)
            Directory.GetFiles(_folder, "alice*").Select(Path.GetFileName).Should().Equal("alice.peers.lock");
        (await factory.Get("bob").GetAllPeerIdsAsync()).Should().Equal("y");
        (await alice.GetAllPeerIdsAsync()).Should().BeEmpty("it starts afresh");
        await alice.StorePeerAsync(PeerData.Create("z") with { SharedSecret = "s" });
        (await alice.GetPeerAsync("z"))!.SharedSecret.Should().Be("s");
        await factory.RemoveAsync("alice");
        await factory.RemoveAsync("alice");
    }

    [Fact]
    public async Task Get_StoreThatFails_ThrowsThatAndTheNextCallTriesAgain()
    {
        var store = new FaultyKeyValueStore(new InMemoryKeyValueStore(), StoreFaults.OnEvery(StoreCallKind.Scan, StoreFault.Fail));
        _services.AddPeerPersistenceFactory().UseStores((_, _) => store);
        await using var provider = _services.BuildServiceProvider();
        var factory = (PeerPersistenceFactory)provider.GetRequiredService<IPeerPersistenceFactory>();
        var alice = factory.Get("alice");

        await alice.Awaiting(peers => peers.GetAllPeerIdsAsync()).Should().ThrowAsync<IOException>();
        factory.Count.Should().Be(0);
        store.Heal();

        (await alice.GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_PartThatCannotBeMade_DisposesOfTheOthers()
    {
        var store = new DisposableStore();
        _services.AddPeerPersistenceFactory().UseStores((_, _) => store).UseMasterKeys((_, _) => null!);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IPeerPersistenceFactory>().Get("a").Awaiting(peers => peers.InitializeAsync())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*IMasterKeyProvider*");

        store.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task ConfigureIdentities_SeveralTimes_ChangesACopyOfEverybodysOptions()
    {
        var builder = _services.AddPeerPersistenceFactory().UseInMemoryStores()
            .ConfigureIdentities((_, identity, options) => options.MaxPeers *= identity == "vip" ? 10 : 1)
            .ConfigureIdentities((_, identity, options) => options.MaxPeers += identity == "vip" ? 1 : 0);
        builder.Options.Configure(options => options.MaxPeers = 7);
        await using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();

        (await factory.Get("vip").GetStorageStatsAsync()).MaxPeers.Should().Be(71);
        (await factory.Get("other").GetStorageStatsAsync()).MaxPeers.Should().Be(7);
    }

    [Fact]
    public async Task UseMasterKeys_OfEachItsOwn_OneDoesNotOpenTheOthers()
    {
        var stores = new InMemoryKeyValueStore();
        var made = new List<string>();
        _services.AddPeerPersistenceFactory(options => options.MaxOpen = 1).UseStores((_, _) => stores).UseMasterKeys((_, identity) =>
        {
            made.Add(identity);
            return new FixedKeyProvider(Enumerable.Range(identity[0], 32).Select(i => (byte)i).ToArray());
        });
        await using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        await factory.Get("alice").StorePeerAsync(PeerData.Create("x") with { SharedSecret = "s" });

        // The same store for both, as nobody should have it: only the key differs.
        (await factory.Get("bob").GetPeerAsync("x"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
        made.Should().Equal("alice", "bob");
        factory.Get("carol").KeyStrength.Should().Be(KeyStrength.Application);
    }

    [Fact]
    public void UseStore_OneForAll_IsRefused()
    {
        _services.AddPeerPersistenceFactory().UseInMemoryStore();
        using var provider = _services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredService<IPeerPersistenceFactory>()).Should().Throw<InvalidOperationException>().WithMessage("*UseFileStores*");
    }

    [Fact]
    public async Task AddPeerPersistenceFactory_ASecondTime_TakesItsStoresAndAddsItsConfiguration()
    {
        _services.AddPeerPersistenceFactory(options => options.MaxOpen = 3).UseFileStores(_folder);
        _services.AddPeerPersistenceFactory(options => options.IdleTimeout = TimeSpan.FromHours(1)).UseInMemoryStores();
        _services.AddPeerPersistenceFactory();
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IPeerPersistenceFactory>().Get("alice").StorePeerAsync(PeerData.Create("x"));

        File.Exists(Path.Combine(_folder, "alice.peers")).Should().BeFalse("the last named counts");
        var options = provider.GetRequiredService<IOptions<PeerPersistenceFactoryOptions>>().Value;
        (options.MaxOpen, options.IdleTimeout).Should().Be((3, TimeSpan.FromHours(1)));
        provider.GetServices<IPeerPersistenceFactory>().Should().HaveCount(1);
    }

    [Fact]
    public async Task Options_OutOfRange_FailAtStartWithEveryOneNamed()
    {
        using var host = new HostBuilder().ConfigureServices(services => services
            .AddPeerPersistenceFactory(options => (options.MaxOpen, options.IdleTimeout) = (0, TimeSpan.Zero)).UseInMemoryStores()).Build();

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures
            .Should().HaveCount(2).And.Contain(fault => fault.StartsWith("MaxOpen")).And.Contain(fault => fault.StartsWith("IdleTimeout"));
    }

    [Fact]
    public async Task Options_OfAnIdentityOutOfRange_FailItsCalls()
    {
        _services.AddPeerPersistenceFactory().UseInMemoryStores().ConfigureIdentities((_, _, options) => options.MaxPeers = 0);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IPeerPersistenceFactory>().Get("a").Awaiting(peers => peers.InitializeAsync()).Should().ThrowAsync<OptionsValidationException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("\0")]
    public async Task Get_NoIdentity_IsRefused(string identity)
    {
        _services.AddPeerPersistenceFactory().UseInMemoryStores();
        await using var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();

        factory.Invoking(f => f.Get(identity)).Should().Throw<ArgumentException>().WithParameterName(nameof(identity));
        await factory.Awaiting(f => f.RemoveAsync(identity)).Should().ThrowAsync<ArgumentException>().WithParameterName(nameof(identity));
        factory.Invoking(f => f.Get("half " + '\ud83e')).Should().Throw<ArgumentException>("its file's name would be another's");
    }

    [Fact]
    public async Task Get_AfterDisposal_Throws()
    {
        _services.AddPeerPersistenceFactory().UseFileStores(_folder);
        var provider = _services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        var alice = factory.Get("alice");
        await alice.StorePeerAsync(PeerData.Create("x"));
        await provider.DisposeAsync();

        factory.Invoking(f => f.Get("alice")).Should().Throw<ObjectDisposedException>();
        await alice.Awaiting(peers => peers.GetAllPeerIdsAsync()).Should().ThrowAsync<ObjectDisposedException>();
        await using var store = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, "alice.peers"));
        (await store.GetAsync("mesh:peer:x")).Should().NotBeNull();
    }

    [Fact]
    public async Task UseFileStores_Opened_EachLogsAsOneFileWould()
    {
        await using (var store = await FileKeyValueStore.OpenAsync(Path.Combine(_folder, "alice.peers")))
            await store.CommitAsync(new KeyValueBatch().Set("key", new byte[1]));
        var logger = new RecordingLogger<FileKeyValueStore>();
        _services.AddSingleton<ILogger<FileKeyValueStore>>(logger).AddPeerPersistenceFactory().UseFileStores(_folder);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IPeerPersistenceFactory>().Get("alice").InitializeAsync();

        logger.Entries.Should().ContainSingle(entry => entry.Id.Id == 112);
    }

    [Fact]
    public async Task Dispose_SomebodyWatches_EndsTheWatch()
    {
        _services.AddPeerPersistenceFactory().UseInMemoryStores();
        var provider = _services.BuildServiceProvider();
        var alice = provider.GetRequiredService<IPeerPersistenceFactory>().Get("alice");
        await alice.InitializeAsync();
        await using var changes = alice.WatchAsync().GetAsyncEnumerator();
        var first = changes.MoveNextAsync();
        await alice.StorePeerAsync(PeerData.Create("x"));
        (await first).Should().BeTrue();
        var second = changes.MoveNextAsync().AsTask();

        var disposal = provider.DisposeAsync().AsTask();

        await second.Awaiting(task => task).Should().ThrowAsync<ObjectDisposedException>();
        await disposal;
    }

    private sealed class DisposableStore : IKeyValueStore, IDisposable
    {
        private readonly InMemoryKeyValueStore _inner = new();

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => _inner.GetAsync(key, cancellationToken);

        public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
            _inner.ScanAsync(prefix, cancellationToken);

        public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) => _inner.CommitAsync(batch, cancellationToken);
    }
}
