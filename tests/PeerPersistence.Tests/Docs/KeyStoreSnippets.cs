using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the page on key stores, run where there is such a key store.</summary>
public sealed class KeyStoreSnippets
{
    [Fact]
    public async Task SecureStorage_OfMaui_OpensAfterARestart()
    {
        await OpensAfterARestartAsync(services =>
        {
            // docs:begin key-store-maui
            services.AddPeerPersistence().UseMasterKey(_ => new DelegateKeyProvider(
                "secure-storage",
                load: async _ => await SecureStorage.Default.GetAsync("peers") is { } key ? Convert.FromBase64String(key) : null,
                save: async (key, _) => await SecureStorage.Default.SetAsync("peers", Convert.ToBase64String(key)),
                KeyStrength.OperatingSystem));
            // docs:end
        });
    }

    [Fact]
    public async Task Provider_NamedForEachSystem_IsTheOneThatIsServed()
    {
        await IsServedAsync(PlatformKeyStore.Create().Name, services =>
        {
            // docs:begin key-store-platform
            services.AddPeerPersistence().UseFileStore("peers.db").UsePlatformKeyStore("org.example.chat");
            // docs:end
        });
        await IsServedAsync("systemd credential", services =>
        {
            // docs:begin key-store-systemd
            services.AddPeerPersistence().UseFileStore("peers.db").UseSystemdCredential("peers.key");
            // docs:end
        });
    }

    [Fact]
    public async Task Provider_Changed_OpensUnderTheNewOneOnly()
    {
        var store = new InMemoryKeyValueStore();
        using var old = new FixedKeyProvider(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        using var other = new PassphraseProvider(() => "four words that stay");
        await using (var peers = new PeerPersistenceService(store, new(), old))
        {
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });
            IMasterKeyProvider keys = other;
            // docs:begin key-store-change
            await peers.ChangeMasterKeyAsync(keys); // such as new SystemdCredentialProvider("peers.key")
            // docs:end
        }

        await using var again = new PeerPersistenceService(store, new(), other);
        (await again.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
        await using var before = new PeerPersistenceService(store, new(), old);
        (await before.GetPeerAsync("alice"))!.SecretStatus.Should().Be(SecretStatus.KeyUnavailable);
    }

    [Fact]
    public Task Argon2id_Named_IsServed()
    {
        const string passphrase = "four words that stay";
        return IsServedAsync("argon2id", services =>
        {
            // docs:begin use-argon2
            services.AddPeerPersistence().UseFileStore("peers.db").UseArgon2id(() => passphrase);
            // docs:end
        });
    }

    [Fact, Trait("Large", "")]
    public async Task Argon2id_InsteadOfPbkdf2_Opens()
    {
        const string passphrase = "four words that stay";
        var store = new InMemoryKeyValueStore();
        using var old = new PassphraseProvider(() => passphrase);
        await using (var peers = new PeerPersistenceService(store, new(), old))
        {
            await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });
            // docs:begin argon2
            await peers.ChangeMasterKeyAsync(new Argon2idProvider(() => passphrase));
            // docs:end
        }

        using var now = new Argon2idProvider(() => passphrase);
        await using var again = new PeerPersistenceService(store, new(), now);
        (await again.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
    }

    private static async Task IsServedAsync(string name, Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<IMasterKeyProvider>("").Name.Should().Be(name);
    }

    private static async Task OpensAfterARestartAsync(Action<IServiceCollection> addWithKey)
    {
        var store = new InMemoryKeyValueStore();
        for (var start = 0; start < 2; start++)
        {
            var services = new ServiceCollection();
            addWithKey(services);
            services.AddPeerPersistence().UseStore(_ => store);
            await using var provider = services.BuildServiceProvider();
            var peers = provider.GetRequiredService<IPeerPersistenceService>();
            if (start == 0)
                await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" });
            (await peers.GetPeerAsync("alice"))!.SharedSecret.Should().Be("s3cret");
            peers.KeyStrength.Should().Be(KeyStrength.OperatingSystem);
        }
    }

    /// <summary>Stands for MAUI's, by the same calls.</summary>
    private sealed class SecureStorage
    {
        private readonly Dictionary<string, string> _items = [];

        public static SecureStorage Default { get; } = new();

        public Task<string?> GetAsync(string key) => Task.FromResult(_items.GetValueOrDefault(key));

        public Task SetAsync(string key, string value)
        {
            _items[key] = value;
            return Task.CompletedTask;
        }
    }
}
