using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PeerPersistence.Tests.DependencyInjection;

/// <summary>Which store, master key and ranker a service gets that several were named or registered for.</summary>
public sealed class NamedPartsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly RecordingLogger<PeerPersistenceService> _logger = new();
    private readonly ServiceCollection _services = new();

    public NamedPartsTests() => _services.AddSingleton<ILogger<PeerPersistenceService>>(_logger);

    private string Path => System.IO.Path.Combine(_folder, "app.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Store_NamedByATestAfterTheApplication_TakesItsPlaceAndALogLineTells()
    {
        _services.AddPeerPersistence().UseFileStore(Path);
        _services.AddPeerPersistence().UseInMemoryStore();

        await StoreAsync("x");

        File.Exists(Path).Should().BeFalse("the application's file is not touched");
        _logger.Entries.Should().ContainSingle(entry => entry.Id == 108).Which.Level.Should().Be(LogLevel.Information);
    }

    [Fact]
    public async Task Store_NamedOnce_LogsNothing()
    {
        _services.AddPeerPersistence(o => o.MaxPeers = 7).UseInMemoryStore();
        _services.AddPeerPersistence(o => o.MaxPeers = 8);

        await StoreAsync("x");

        _logger.Entries.Should().NotContain(entry => entry.Id == 108);
    }

    [Fact]
    public async Task Store_Registered_IsTakenWhereNoneIsNamed()
    {
        var store = new InMemoryKeyValueStore();
        _services.AddSingleton<IKeyValueStore>(store);
        _services.AddPeerPersistence();

        await StoreAsync("x");

        (await store.GetAsync("mesh:peer:x")).Should().NotBeNull();
    }

    [Fact]
    public async Task Store_RegisteredBeforeOneIsNamed_IsTheNamedOnesToUse()
    {
        var inner = new InMemoryKeyValueStore();
        _services.AddSingleton<IKeyValueStore>(inner);
        _services.AddPeerPersistence().UseStore(provider => new PlainStore(provider.GetRequiredService<IKeyValueStore>()));

        await StoreAsync("x");

        (await inner.GetAsync("mesh:peer:x")).Should().NotBeNull();
    }

    [Fact]
    public async Task Store_RegisteredAfterOneWasNamed_IsRefusedAndNeverIgnored()
    {
        _services.AddPeerPersistence().UseFileStore(Path);
        _services.AddSingleton<IKeyValueStore>(new InMemoryKeyValueStore());

        await FluentActions.Awaiting(() => StoreAsync("x")).Should().ThrowAsync<InvalidOperationException>().WithMessage("*UseStore(*");

        File.Exists(Path).Should().BeFalse();
    }

    [Fact]
    public async Task Parts_GivenAsInstances_StayTheirOwners()
    {
        var (store, keys) = (new InMemoryKeyValueStore(), new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        _services.AddPeerPersistence().UseStore(store).UseMasterKey(keys).UseRanker(new OriginalScoreRanker());

        await StoreAsync("x");

        (await keys.WrapAsync(new byte[32], default)).Should().NotBeEmpty("it was not disposed of");
        (await store.GetAsync("mesh:peer:x")).Should().NotBeNull();
    }

    [Theory]
    [InlineData("type")]
    [InlineData("instance")]
    [InlineData("factory")]
    [InlineData("registered")]
    [InlineData("constructor")]
    public async Task Ranker_HoweverItIsGiven_Ranks(string how)
    {
        var builder = _services.AddSingleton(new Favourite("b")).AddPeerPersistence().UseInMemoryStore();
        _ = how switch
        {
            "type" => builder.UseRanker<FavouriteRanker>(),
            "instance" => builder.UseRanker(new FavouriteRanker(new("b"))),
            "factory" => builder.UseRanker(provider => new FavouriteRanker(provider.GetRequiredService<Favourite>())),
            "registered" => (object)_services.AddSingleton<IReconnectionRanker, FavouriteRanker>(),
            _ => builder,
        };
        await using var provider = _services.BuildServiceProvider();
        await using var peers = how == "constructor"
            ? new PeerPersistenceService(new InMemoryKeyValueStore(), ranker: new FavouriteRanker(new("b")))
            : provider.GetRequiredService<IPeerPersistenceService>();
        await peers.StorePeersAsync([PeerData.Create("a"), PeerData.Create("b"), PeerData.Create("c")]);

        (await peers.GetReconnectionCandidatesAsync())[0].Peer.PeerId.Should().Be("b");
    }

    [Fact]
    public async Task MasterKey_RegisteredOrFromAService_IsTaken()
    {
        var store = new InMemoryKeyValueStore();
        _services.AddSingleton<IMasterKeyProvider>(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).AddPeerPersistence().UseStore(store);
        await StoreAsync("x", "secret");

        var others = new ServiceCollection().AddSingleton(new Favourite("pass"));
        others.AddPeerPersistence().UseInMemoryStore().UsePassphrase(provider => provider.GetRequiredService<Favourite>().PeerId);
        await using var other = others.BuildServiceProvider();
        var protectedPeers = other.GetRequiredService<IPeerPersistenceService>();
        await protectedPeers.StorePeerAsync(PeerData.Create("x") with { SharedSecret = "s" });

        (await new PeerPersistenceService(store, keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).GetPeerAsync("x"))!.SharedSecret.Should().Be("secret");
        (await protectedPeers.GetPeerAsync("x"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public void Verbs_KeepTheirBuildersType()
    {
        IPeerPersistenceFactoryBuilder factory = _services.AddPeerPersistenceFactory().UsePassphrase(() => "p").EncryptRecords().UseRanker<OriginalScoreRanker>()
            .UseRanker(new OriginalScoreRanker()).UseMasterKey(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).UseInMemoryStores().UseKeyFile("x").UseFileStores(_folder);
        factory.Should().NotBeNull();
    }

    private async Task StoreAsync(string peerId, string? secret = null)
    {
        await using var provider = _services.BuildServiceProvider();
        await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create(peerId) with { SharedSecret = secret });
    }

    private sealed record Favourite(string PeerId);

    private sealed class FavouriteRanker(Favourite favourite) : IReconnectionRanker
    {
        public double Rank(PeerSummary peer, DateTimeOffset now) => peer.PeerId == favourite.PeerId ? 1 : 0.1;
    }
}
