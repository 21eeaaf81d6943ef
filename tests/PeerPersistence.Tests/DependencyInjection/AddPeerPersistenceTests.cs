using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace PeerPersistence.Tests.DependencyInjection;

/// <remarks>One of them says where the user's folders are, and others keep their keys there.</remarks>
[Collection(nameof(RunsAlone))]
public sealed class AddPeerPersistenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;
    private readonly ServiceCollection _services = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AddPeerPersistence_InMemory_Works()
    {
        _services.AddPeerPersistence(o => o.MaxPeers = 2).UseInMemoryStore().UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
        await using var provider = _services.BuildServiceProvider();
        var service = provider.GetRequiredService<IPeerPersistenceService>();

        await service.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s" });

        service.Should().BeSameAs(provider.GetRequiredService<IPeerPersistenceService>());
        (await service.GetStorageStatsAsync()).MaxPeers.Should().Be(2);
        (await service.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s");
    }

    [Fact]
    public async Task EncryptRecords_ContainerDisposed_ClearsTheKeysOfTheRecords()
    {
        var inner = new InMemoryKeyValueStore();
        _services.AddPeerPersistence().UseStore(_ => inner).UseMasterKey(_ => new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray())).EncryptRecords();
        EncryptedKeyValueStore encrypted;
        await using (var provider = _services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice"));
            encrypted = provider.GetRequiredKeyedService<EncryptedKeyValueStore>("");
            (await encrypted.GetAsync("mesh:peer:alice")).Should().NotBeNull("the service uses this one");
        }

        await FluentActions.Awaiting(async () => await encrypted.GetAsync("mesh:peer:alice")).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task UseFileStore_Restarted_ThePeersAreThere()
    {
        var path = Path.Combine(_folder, "sub", "peers.db");
        _services.AddPeerPersistence().UseFileStore(path).UseKeyFile(Path.Combine(_folder, "keys", "master.key"));
        await using (var first = _services.BuildServiceProvider())
            await first.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s" });

        await using var second = _services.BuildServiceProvider();

        (await second.GetRequiredService<IPeerPersistenceService>().GetPeerAsync("alice"))!.SharedSecret.Should().Be("s");
        File.Exists(path).Should().BeTrue();
    }

    [Fact]
    public async Task UseFileStore_ContainerDisposedSynchronously_ReleasesTheFile()
    {
        var path = Path.Combine(_folder, "peers.db");
        _services.AddPeerPersistence().UseFileStore(path);
        using (var provider = _services.BuildServiceProvider())
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice"));

        await using var store = await FileKeyValueStore.OpenAsync(path);
        (await store.GetAsync("mesh:peer:alice")).Should().NotBeNull();
    }

    [Fact]
    public async Task UseFileStore_HeldByAnother_FailsAndWorksWhenItIsFree()
    {
        var path = Path.Combine(_folder, "peers.db");
        _services.AddPeerPersistence().UseFileStore(path);
        await using var provider = _services.BuildServiceProvider();
        var service = provider.GetRequiredService<IPeerPersistenceService>();
        await using (await FileKeyValueStore.OpenAsync(path))
            await FluentActions.Awaiting(() => service.InitializeAsync()).Should().ThrowAsync<StoreLockedException>();

        (await service.GetAllPeerIdsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task AddKeyedPeerPersistence_TwoIdentities_ShareNothing()
    {
        _services.AddKeyedPeerPersistence("alice", o => o.MaxPeers = 1).UseInMemoryStore();
        _services.AddKeyedPeerPersistence("bob", o => o.MaxPeers = 9).UseInMemoryStore();
        await using var provider = _services.BuildServiceProvider();
        var (alice, bob) = (provider.GetRequiredKeyedService<IPeerPersistenceService>("alice"), provider.GetRequiredKeyedService<IPeerPersistenceService>("bob"));

        await alice.StorePeerAsync(PeerData.Create("x"));

        (await bob.GetAllPeerIdsAsync()).Should().BeEmpty();
        (await alice.GetStorageStatsAsync()).MaxPeers.Should().Be(1);
        (await bob.GetStorageStatsAsync()).MaxPeers.Should().Be(9);
        provider.GetService<IPeerPersistenceService>().Should().BeNull();
    }

    [Fact]
    public async Task AddPeerPersistence_ASecondTime_KeepsTheFirstStoreAndAddsItsConfiguration()
    {
        var store = new InMemoryKeyValueStore();
        _services.AddPeerPersistence(o => (o.MaxPeers, o.MaxStorageMB) = (7, 3)).UseStore(_ => store);
        _services.AddPeerPersistence(o => o.MaxPeers = 8);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("x"));

        (await store.GetAsync("mesh:peer:x")).Should().NotBeNull();
        var options = provider.GetRequiredService<IOptionsMonitor<PeerPersistenceOptions>>().CurrentValue;
        (options.MaxPeers, options.MaxStorageMB).Should().Be((8, 3));
        provider.GetServices<IPeerPersistenceService>().Should().HaveCount(1);
    }

    [Fact]
    public async Task Options_BoundFromConfiguration_AreUsed()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Peers:MaxPeers"] = "12",
            ["Peers:Retention:InactiveAfter"] = "1.12:00:00",
            ["Peers:Retention:ActiveDays"] = "3",
            ["Peers:Retention:BlacklistDuration"] = "01:30:00",
            ["Peers:Retention:RememberRemoved"] = "7.00:00:00",
        }).Build();
        _services.AddPeerPersistence().UseInMemoryStore().Options.Bind(configuration.GetSection("Peers"));
        await using var provider = _services.BuildServiceProvider();

        (await provider.GetRequiredService<IPeerPersistenceService>().GetStorageStatsAsync()).MaxPeers.Should().Be(12);
        var retention = provider.GetRequiredService<IOptions<PeerPersistenceOptions>>().Value.Retention;
        (retention.InactiveAfter, retention.ActiveWithin, retention.BlacklistDuration, retention.RememberRemoved)
            .Should().Be((TimeSpan.FromHours(36), TimeSpan.FromDays(3), TimeSpan.FromMinutes(90), TimeSpan.FromDays(7)));
    }

    [Fact]
    public async Task Options_OutOfRange_FailAtStartWithEveryOneNamed()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddPeerPersistence(o =>
        {
            (o.KeyPrefix, o.MaxPeers, o.MaxStorageMB, o.CleanupThreshold) = ("", 0, double.NaN, 1.1);
            (o.Retention.ActiveWithin, o.Retention.InactiveAfter, o.Retention.FailedAttempts, o.Retention.BlacklistDuration) = (TimeSpan.FromTicks(-1), TimeSpan.Zero, 0, TimeSpan.FromTicks(-1));
            o.Retention.RememberRemoved = TimeSpan.FromTicks(-1);
        }).UseInMemoryStore()).Build();

        var failures = (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures;

        failures.Should().HaveCount(9);
        foreach (var name in new[] { "KeyPrefix", "MaxPeers", "MaxStorageMB", "CleanupThreshold", "ActiveWithin", "InactiveAfter", "FailedAttempts", "BlacklistDuration", "RememberRemoved" })
            failures.Should().ContainSingle(failure => failure.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_Fails() =>
        FluentActions.Invoking(() => new PeerPersistenceService(new InMemoryKeyValueStore(), new() { MaxPeers = 0 })).Should().Throw<OptionsValidationException>();

    [Fact]
    public async Task AddPeerPersistence_NoStoreNamed_KeepsAFileInTheApplicationDataFolder()
    {
        // In a process of its own the folder would be the user's; here it is named by the environment, as on every Unix.
        if (OperatingSystem.IsWindows())
            return;
        var (data, home) = (Environment.GetEnvironmentVariable("XDG_DATA_HOME"), Environment.GetEnvironmentVariable("XDG_CONFIG_HOME"));
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Path.Combine(_folder, "data"));
        Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", Path.Combine(_folder, "config"));
        try
        {
            _services.AddPeerPersistence();
            _services.AddKeyedPeerPersistence("../odd name");
            await using var provider = _services.BuildServiceProvider();
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s" });
            await provider.GetRequiredKeyedService<IPeerPersistenceService>("../odd name").StorePeerAsync(PeerData.Create("bob"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", data);
            Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", home);
        }

        Directory.GetFiles(Path.Combine(_folder, "data"), "*.peers", SearchOption.AllDirectories).Should().HaveCount(2);
        Directory.GetFiles(Path.Combine(_folder, "config"), "*.key", SearchOption.AllDirectories).Should().HaveCount(1, "the key lies apart from the data");
        Directory.GetFiles(_folder, "*.peers", SearchOption.TopDirectoryOnly).Should().BeEmpty();
    }
}
